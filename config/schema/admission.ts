import { z } from 'zod';
import type { ByProfile } from './kinds';

const actions = ['off', 'warn', 'deny'] as const;

/** What the API server does with images that are not on the list. */
export const admissionField = (by: ByProfile) =>
  z
    .strictObject({
      action: z
        .enum(actions)
        .default(by('warn', 'deny'))
        .describe(
          'What the API server does with a pod, or what makes pods, whose image comes from elsewhere than `charts.images` (or, without a mirror, the makers of what is deployed): `warn` tells whoever applies it and notes it in the audit log, `deny` refuses it. Needs Kubernetes 1.30. What runs already goes on.',
        ),
      registries: z
        .array(
          z
            .string()
            .regex(
              /^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*\/?$/,
              'must be a registry, with a path or without, such as registry.example.org/team',
            ),
        )
        .default([])
        .describe(
          'Further places that images may come from, such as `registry.example.org/team`: for core connectors of your own, and overrides.',
        ),
      digests: z
        .enum(actions)
        .default('off')
        .describe(
          'The same for images that are named by a tag alone, not by a digest (`@sha256:…`). Charts name tags: with `deny` nothing starts before `overrides.values` names digests.',
        ),
    })
    .prefault({})
    .describe('Which images may run in the namespaces of the environment.');
