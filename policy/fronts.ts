import { block, blocks, isOn } from './attributes';
import { withCompanion } from './checks';
import type { Policy } from './policy';

/** What a cloud puts before the gateway in the cluster. */
export const frontPolicies: readonly Policy[] = [
  {
    id: 'AWS-BALANCER-WAF',
    severity: 'high',
    title: 'Pages that people open stand behind a web application firewall',
    why: 'the first fault of a page would be found by those who look for it all day',
    references: ['CKV2_AWS_28', 'AWS Foundational Security ELB.16'],
    reads: ['aws_lb'],
    check: withCompanion('aws_wafv2_web_acl_association', 'has no firewall'),
  },
  {
    id: 'AWS-BALANCER-TLS',
    severity: 'high',
    title: 'A balancer speaks TLS 1.2 or newer, and nothing else',
    why: 'logins of operators would cross the internet in a form that can be read',
    references: ['CKV_AWS_2', 'CKV_AWS_103'],
    reads: ['aws_lb_listener'],
    check: ({ protocol, ssl_policy: tls }) =>
      protocol === 'HTTPS' && /TLS13-1-[23]-/.test(String(tls)) ? undefined : 'speaks something older',
  },
  {
    id: 'AWS-BALANCER-CLEAN-HEADERS',
    severity: 'medium',
    title: 'A balancer passes no malformed headers on',
    why: 'two servers that read one request differently let a second one through (request smuggling)',
    references: ['CKV_AWS_131', 'CKV_AWS_328'],
    reads: ['aws_lb'],
    check: ({ drop_invalid_header_fields: dropped, desync_mitigation_mode: mode }) =>
      isOn(dropped) && mode !== 'monitor' ? undefined : 'passes them on',
  },
  {
    id: 'AWS-WAF-LOGGED',
    severity: 'medium',
    title: 'The firewall keeps a log, without logins in it',
    why: 'after an attack nobody could say what got through; with logins in it the log would be the prize',
    references: ['CKV2_AWS_31', 'AWS Foundational Security WAF.11'],
    reads: ['aws_wafv2_web_acl'],
    check: withCompanion('aws_wafv2_web_acl_logging_configuration', 'keeps no log, or one with logins', (logging) => {
      const hidden = blocks(logging, 'redacted_fields').map((field) => block(field, 'single_header')?.name);
      return ['authorization', 'cookie'].every((header) => hidden.includes(header));
    }),
  },
  {
    id: 'AZ-APIM-NETWORK',
    severity: 'high',
    title: 'API Management stands in the network of the hub',
    why: 'the way to the gateway in the cluster would lead over the internet',
    references: ['CKV_AZURE_107'],
    reads: ['azurerm_api_management'],
    check: ({ virtual_network_type: kind }) => (kind === 'External' || kind === 'Internal' ? undefined : 'stands outside'),
  },
  {
    id: 'AZ-APIM-TLS',
    severity: 'high',
    title: 'API Management speaks TLS 1.2 or newer, with ciphers that keep secrets afterwards too',
    why: 'what is recorded today would be read when a key leaks',
    references: ['CKV_AZURE_173'],
    reads: ['azurerm_api_management'],
    check: (attributes) => {
      const security = block(attributes, 'security');
      const on = Object.entries(security ?? {}).filter(([, value]) => isOn(value));
      if (!security) return 'leaves it to Azure';
      return on.length > 0 ? `allows ${on.map(([name]) => name).join(', ')}` : undefined;
    },
  },
  {
    id: 'AZ-APIM-CLIENT-CERTIFICATES',
    severity: 'critical',
    title: 'API Management asks for client certificates before anything else',
    why: 'it would know no participant by its certificate, and larger requests would hang',
    references: ['CKV_AZURE_152'],
    reads: ['azurerm_api_management_custom_domain'],
    check: (attributes) =>
      blocks(attributes, 'gateway').every(({ negotiate_client_certificate: asked }) => isOn(asked)) ? undefined : 'does not ask',
  },
  {
    id: 'AZ-APIM-MUTUAL-TLS',
    severity: 'high',
    title: 'API Management goes to the gateway by TLS that both sides prove',
    why: 'whoever reaches the gateway could speak for every participant',
    references: ['CKV_AZURE_215'],
    reads: ['azurerm_api_management_backend'],
    check: (attributes) => {
      const { validate_certificate_chain: chain, validate_certificate_name: name } = block(attributes, 'tls') ?? {};
      const shown = block(attributes, 'credentials')?.certificate;
      const whole = String(attributes.url).startsWith('https://') && isOn(chain) && isOn(name) && Array.isArray(shown) && shown.length > 0;
      return whole ? undefined : 'is not proven on both sides';
    },
  },
  {
    id: 'AZ-APIM-API-GUARDED',
    severity: 'critical',
    title: 'Every published API has a policy that says who may come in',
    why: 'it would be open to whoever finds its address',
    references: ['OWASP API Security Top 10, API5 (2023)'],
    reads: ['azurerm_api_management_api'],
    check: ({ name }, _resource, all) =>
      all.resources.some(
        ({ type, attributes }) =>
          type === 'azurerm_api_management_api_policy' &&
          (attributes.api_name === name || JSON.stringify(attributes.api_name).includes(`api-gateway-api-${String(name)}.`)) &&
          String(attributes.xml_content).includes('<include-fragment'),
      )
        ? undefined
        : 'has none',
  },
];
