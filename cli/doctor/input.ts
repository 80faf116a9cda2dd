import { z } from 'zod';
import type { EnvironmentModel } from '../../config/environment';
import { participantGates } from '../../config/model/edge';
import type { ParticipantConfig } from '../../config/schema/workbench';
import { hubAddresses } from '../../constructs/pm4ml/names';

/** What the doctor must know to look at the way in with the files of one participant; the hand-over kit has it as `doctor.json`. */
export const doctorInputShape = z.strictObject({
  environment: z.string(),
  participant: z.string().describe('FSPIOP-Source'),
  host: z.string(),
  port: z.int().min(1).max(65535),
  tokenEndpoint: z.url({ protocol: /^https$/ }),
  client: z.string().describe('OAuth client'),
  certificateName: z.string().describe('Common name of its client certificate'),
  addresses: z.array(z.string()).describe('Addresses that the hub lets it come from'),
  authority: z.enum(['private', 'public']).describe('Who signed the certificates of the hosts of the hub'),
  accept: z.string().describe('Accept and Content-Type of the lookup'),
  lookup: z.string().startsWith('/').describe('Path of the lookup'),
});
export type DoctorInput = z.infer<typeof doctorInputShape>;

/** The input of a participant that may send requests; undefined for one that has retired. */
export function doctorInput(model: EnvironmentModel, participant: ParticipantConfig): DoctorInput | undefined {
  const { config, hosts, features } = model;
  const gate = participantGates(config).find(({ id }) => id === participant.id);
  if (!gate) return undefined;
  const media = features.iso20022 ? 'iso20022.participants+json;version=2.0' : 'participants+json;version=1.1';
  return {
    environment: config.environment,
    participant: gate.id,
    host: hosts.interopSwitch,
    port: 443,
    tokenEndpoint: hubAddresses(model).tokenEndpoint,
    client: gate.client,
    certificateName: gate.certificateName,
    addresses: [...gate.addresses],
    authority: config.certificates.issuer === 'acme' ? 'public' : 'private',
    accept: `application/vnd.interoperability.${media}`,
    // A number that nobody has: the hub takes the question and calls back with "not found".
    lookup: `/participants/MSISDN/${participant.msisdnPrefix ?? ''}0000000`,
  };
}
