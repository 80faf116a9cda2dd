import { parse } from 'yaml';
import { z } from 'zod';
import type { EnvironmentModel } from '../../config/environment';
import { ProblemError, problem } from '../../config/problems';
import { handOverFile } from '../../constructs/pm4ml/hand-over';
import { type DoctorInput, doctorInput } from '../doctor/input';

const names = z.object({
  subject: z.object({ CN: z.string(), O: z.string(), OU: z.string() }),
  extensions: z.object({ subjectAltName: z.object({ dns: z.array(z.string()) }) }),
});
export type CertificateNames = z.infer<typeof names>;

/** What the kit needs of the hand-over file: everything that is told is told from there. */
const handOverShape = z.object({
  participant: z.object({
    id: z.string(),
    name: z.string(),
    currencies: z.array(z.string()).min(1),
    allowedAddresses: z.array(z.string()),
    callback: z.string(),
  }),
  hub: z.object({
    environment: z.string(),
    operator: z.string(),
    release: z.string(),
    messages: z.enum(['fspiop', 'iso20022']),
    hosts: z.record(z.string(), z.string()),
    endpoints: z.record(z.string(), z.string()),
    revocation: z.string().optional(),
    authority: z.object({ operator: z.string() }).optional(),
    signingKey: z.object({ source: z.string(), operator: z.string(), note: z.string() }).optional(),
  }),
  oauth: z.object({
    clientId: z.string(),
    tokenEndpoint: z.string(),
    clientSecret: z.object({ operator: z.string(), participant: z.string(), note: z.string() }),
  }),
  certificates: z.object({ client: names, server: names }),
  paymentManager: z.object({ chart: z.string(), version: z.string(), values: z.record(z.string(), z.unknown()) }),
});

export interface KitMaterial {
  readonly handOver: z.infer<typeof handOverShape>;
  readonly handOverText: string;
  readonly doctor: DoctorInput;
}

/** Everything that the files of a kit are made from. @throws ProblemError DOC-PARTICIPANT for one that is unknown, retired or in the cluster */
export function kitMaterial(model: EnvironmentModel, id: string): KitMaterial {
  const { participants } = model.config;
  const participant = participants.find((one) => one.id === id);
  const doctor = participant && doctorInput(model, participant);
  if (participant?.external && doctor) {
    const { content } = handOverFile(model, participant);
    return { handOver: handOverShape.parse(parse(content)), handOverText: content, doctor };
  }
  const fault = !participant
    ? 'is not in the workbench file'
    : !doctor
      ? 'has retired'
      : 'has its payment manager in this cluster: it needs no kit';
  const elsewhere = participants.filter(({ external, retired }) => external && !retired).map((one) => one.id);
  throw new ProblemError([
    problem('DOC-PARTICIPANT', `${id} ${fault}`, `participants elsewhere (external: true): ${elsewhere.join(', ') || 'none'}`),
  ]);
}
