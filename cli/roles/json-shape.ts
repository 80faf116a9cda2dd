import { z } from 'zod';
import { problemsShape } from '../json-problem-shape';

const text = z.string();
const names = z.array(text);

/** What `workbench roles --json` prints. */
export const rolesShape = z.strictObject({
  ok: z.boolean(),
  file: text,
  people: z.array(
    z.strictObject({
      username: text,
      email: text,
      roles: names,
      participants: names.describe('Participants whose own reports the person may read'),
      permissions: names.describe('What all roles of the person allow together'),
    }),
  ),
  roles: z.array(z.strictObject({ role: text, people: names, permissions: names })),
  exclusions: z
    .array(z.strictObject({ name: text, permissions: names, excludes: names }))
    .describe('Nobody has one of `permissions` and one of `excludes`'),
  permissions: z.array(z.strictObject({ permission: text, roles: names, people: names })).describe('Every permission of the release'),
  problems: problemsShape,
});

export const rolesExample: z.infer<typeof rolesShape> = {
  ok: true,
  file: 'workbench/live.yaml',
  people: [{ username: 'amina', email: 'amina@switch.example.org', roles: ['auditor'], participants: [], permissions: ['settlementView'] }],
  roles: [{ role: 'auditor', people: ['amina'], permissions: ['settlementView'] }],
  exclusions: [{ name: 'audit-acts-not', permissions: ['auditSettlement'], excludes: ['positionFundsInOut'] }],
  permissions: [{ permission: 'settlementView', roles: ['auditor'], people: ['amina'] }],
  problems: [],
};
