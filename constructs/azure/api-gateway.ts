import { ApiManagementCertificateA } from '@cdktf/provider-azurerm/lib/api-management-certificate';
import { ApiManagementNamedValue } from '@cdktf/provider-azurerm/lib/api-management-named-value';
import { ApiManagementPolicy } from '@cdktf/provider-azurerm/lib/api-management-policy';
import { ApiManagementPolicyFragment } from '@cdktf/provider-azurerm/lib/api-management-policy-fragment';
import { Token } from 'cdktf';
import { participantGates } from '../../config/model/edge';
import { frontClientName, frontedHosts, frontSources, innerGatewayAddress } from '../../config/model/front';
import { gateLine } from '../../config/model/front-lines';
import { issuerOf } from '../../config/model/identity';
import type { Capabilities, MadeFront } from '../contracts';
import { frontService } from '../in-cluster/front-service';
import { operatorAddresses } from '../in-cluster/gateway-targets';
import { first } from '../terraform/first';
import { authorityCertificates } from '../vault/authority-certificate';
import { apiManagement, customDomain } from './api-management';
import { errorAnswers, namedValue, operatorGate, participantGate, revokedList, servicePolicy } from './api-policies';
import { frontCertificates } from './front-certificates';
import { frontNames } from './front-names';
import { publishedApis } from './published-apis';

/**
 * Azure API Management before the interoperability API, in the network of the hub: it judges the four factors by the same table as the gateway in the cluster, and
 * goes on to that by mutual TLS. Participants are named values, so that a new address changes one value in a minute and no policy.
 * 45 minutes to make, 15 more for its name; 50 USD a month (Developer), 2,800 a unit (Premium). Its name stays taken for 48 hours after it is deleted.
 */
export const apiGateway: Capabilities['apiGateway'] = (scope, model, needs): MadeFront => {
  const { config, hosts } = model;
  const { place } = needs;
  const host = hosts.interopSwitch;
  const { service, address } = apiManagement(scope, model, needs, authorityCertificates(scope, config));
  const certificates = frontCertificates(scope, model, needs, service.identity.principalId);
  const domain = customDomain(scope, service, host, certificates.host, [...certificates.readable]);
  const at = { apiManagementName: service.name, resourceGroupName: place.group };
  const client = new ApiManagementCertificateA(scope, 'client-certificate', {
    ...at,
    name: 'gateway-client',
    keyVaultSecretId: certificates.client,
    dependsOn: [...certificates.readable],
  });

  const gates = participantGates(config);
  const values = gates.map(
    (gate) =>
      new ApiManagementNamedValue(scope, `participant-${gate.id}`, {
        ...at,
        name: namedValue(gate.id),
        displayName: namedValue(gate.id),
        value: gateLine(gate),
        tags: ['participant'],
      }),
  );
  const revoked = new ApiManagementNamedValue(scope, 'revoked', {
    ...at,
    name: revokedList,
    displayName: revokedList,
    // As .NET writes a serial number. In an emergency an operator adds one here by hand: it counts at once, and until the next deploy.
    value: config.gateway.revokedCertificates.map((serial) => serial.toUpperCase()).join(',') || 'none',
  });
  const fragments = {
    participants: participantGate(issuerOf(config, 'participants')),
    operators: operatorGate(issuerOf(config, 'operators')),
    errors: errorAnswers(),
  };
  const parts = Object.entries(fragments).map(
    ([name, value]) =>
      new ApiManagementPolicyFragment(scope, `fragment-${name}`, { apiManagementId: service.id, name, format: 'xml', value }),
  );
  const whole = new ApiManagementPolicy(scope, 'policy', {
    apiManagementId: service.id,
    xmlContent: servicePolicy(gates, operatorAddresses(model)),
    dependsOn: [...values, revoked, ...parts],
  });
  publishedApis(scope, model, {
    service,
    place,
    routes: needs.routes.filter((route) => route.host === host),
    host,
    certificate: client,
    policies: [whole, ...parts, domain],
  });

  const internal = config.gateway.apiManagement.reach === 'internal';
  const addresses = internal ? Token.asList(service.privateIpAddresses) : [address.ipAddress];
  frontNames(scope, model, needs, first(addresses));
  return {
    hosts: frontedHosts(config, hosts),
    addresses,
    sources: frontSources(config),
    clients: { [frontClientName(hosts)]: certificates.clientPem },
    objects: [
      frontService(
        config,
        'front',
        { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
        {
          'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
          'service.beta.kubernetes.io/azure-load-balancer-ipv4': innerGatewayAddress(config),
        },
      ),
    ],
  };
};
