import type { EnvironmentModel } from '../../config/environment';
import { publishesRevocation, revocationPort } from '../../config/model/revocation';
import type { Values } from './release-spec';

/** Name of the listener, of the route behind it and of the policies of both. */
export const revocation = 'revocation';

/** The one listener without TLS: it has one name, and takes routes of the namespace of Vault alone. */
export const revocationListeners = ({ config, hosts }: EnvironmentModel): Values[] =>
  publishesRevocation(config)
    ? [
        {
          name: revocation,
          protocol: 'HTTP',
          port: revocationPort,
          hostname: hosts.pki,
          allowedRoutes: {
            namespaces: {
              from: 'Selector',
              selector: {
                matchLabels: {
                  'workbench.mojaloop.io/environment': config.environment,
                  'kubernetes.io/metadata.name': config.secrets.vault.namespace,
                },
              },
            },
          },
        },
      ]
    : [];
