/** What the portal is made of, by address (see causes.ts). */
const always = ['portal.enabled', 'portal.namespace'];

export const portalCauseRows = [
  {
    address: /^helm_release\.portal-secrets$/,
    settings: [...always, 'portal.mail', 'portal.secondFactor', 'identity.*', 'secrets.kvMount'],
  },
  { address: /^helm_release\.portal-trust$/, settings: [...always, 'certificates.issuer', 'certificates.issuerName'] },
  {
    address: /^helm_release\.kratos$/,
    settings: [...always, 'portal.replicas', 'portal.mail', 'identity.sessionHours', 'identity.provider', 'domain', 'hub.release'],
  },
  { address: /^helm_release\.kratos-login$/, settings: [...always, 'portal.replicas', 'domain', 'hub.release'] },
  { address: /^helm_release\.(?:keto|oathkeeper)$/, settings: [...always, 'portal.replicas', 'hub.release'] },
  { address: /^helm_release\.bof$/, settings: [...always, 'hub.release'] },
  {
    address: /^helm_release\.finance-portal$/,
    settings: [...always, 'portal.replicas', 'portal.roles', 'hub.release', 'hub.releaseName', 'hub.namespace', 'domain'],
  },
  { address: /^helm_release\.portal-roles$/, settings: [...always, 'portal.roles', 'portal.exclusions', 'portal.standardReports'] },
  { address: /^helm_release\.portal-people$/, settings: [...always, 'portal.users', 'portal.roles', 'portal.exclusions'] },
  { address: /^helm_release\.portal-reports$/, settings: [...always, 'portal.standardReports', 'portal.reports'] },
  { address: /^helm_release\.portal-rules$/, settings: [...always, 'environment', 'domain'] },
  {
    address: /^helm_release\.portal-routes$/,
    settings: [...always, 'environment', 'domain', 'gateway.operatorAddresses', 'gateway.operators.balancer'],
  },
] as const;
