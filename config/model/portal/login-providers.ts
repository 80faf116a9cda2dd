import type { WorkbenchConfig } from '../../schema/workbench';
import { issuerOf } from '../identity';
import { loginProvider, portalClient } from './portal';

/**
 * Makes a session of a login (Jsonnet, as Kratos runs it): the subject of the token is who the person is for Keto. Where the issuer tells of a second
 * factor, a login without one ends here.
 */
export function claimsMapper({ portal }: Pick<WorkbenchConfig, 'portal'>): string {
  const identity = '{ identity: { traits: { email: claims.email, subject: claims.sub } } }';
  const factor = portal.secondFactor;
  if (!factor) return `local claims = std.extVar('claims');\n${identity}\n`;
  const given = `(if std.isArray(told) then told else [told])`;
  return [
    `local claims = std.extVar('claims');`,
    `local raw = if 'raw_claims' in claims then claims.raw_claims else {};`,
    `local told = if '${factor.claim}' in raw then raw.${factor.claim} else [];`,
    `local enough = std.length(std.setInter(std.set(${given}), std.set(${JSON.stringify(factor.values)}))) > 0;`,
    `if enough then ${identity} else error 'this login had no second factor'`,
    '',
  ].join('\n');
}

/** The issuer of operators as Kratos gets it, with `{}` in place of the secret of its client. */
export function loginProviders(config: WorkbenchConfig): string {
  const factor = config.portal.secondFactor;
  return JSON.stringify([
    {
      id: loginProvider,
      provider: 'generic',
      label: 'Operators of the hub',
      client_id: portalClient,
      client_secret: '{}',
      issuer_url: issuerOf(config, 'operators').issuer,
      scope: ['openid', 'profile', 'email'],
      mapper_url: `base64://${Buffer.from(claimsMapper(config)).toString('base64')}`,
      ...(factor ? { requested_claims: { id_token: { [factor.claim]: { essential: true, values: factor.values } } } } : {}),
    },
  ]);
}
