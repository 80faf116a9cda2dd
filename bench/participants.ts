/** A workbench file with as many payment managers as asked for. */
export function environmentWith(count: number): string {
  const participants = Array.from({ length: count }, (_, i) => `  - { id: dfsp${i}, currency: USD, msisdnPrefix: "${100_000 + i}" }`);
  return `environment: many
tenant: bench
domain: bench.example.org
platform: { provider: kubernetes, context: bench }
cluster: { kubernetesVersion: "1.32" }
hub: { release: 17.1.0, currencies: [USD] }
participants:
${participants.join('\n')}
`;
}
