import { type CommandRow, out, quiet } from './row';

/** Commands that bring an environment, or the workbench, to another place. */
export const deliveringCommands: readonly CommandRow[] = [
  {
    name: 'mirror [env]',
    summary: 'bring charts, images, providers and test collections where nothing leads outside; goes on where it stopped',
    details: [
      'workbench mirror island --to carry                              a folder: packages, providers, collections, the list of images',
      'workbench mirror island --to registry.island.example.org/mirror    charts and images into a registry, digests kept',
      'Images are known by rendering the charts, so helm must be there. Logins are those of docker login.',
    ].join('\n'),
    options: [
      ['--to <place>', 'folder, or registry with a path (required)'],
      ['--charts <folder>', 'take chart packages from here instead of their repositories'],
      ['--folder <folder>', 'with a registry: folder for everything that is no image (default .workbench/<environment>/mirror)'],
      ['--without <parts>', 'leave out charts, images, providers or collections; several with commas'],
      quiet,
    ],
    load: async () => (await import('../commands/mirror.js')).mirror,
  },
  {
    name: 'sbom [env]',
    summary: 'what an environment is made of from elsewhere: charts, images, providers and test collections as CycloneDX 1.6',
    details: [
      'workbench sbom live --charts carry/charts --digests carry/images.txt --out live.cdx.json     with what workbench mirror left in carry',
      'workbench sbom live --charts carry/charts --resolve                                          asks the registries for digests',
      'Images are known by rendering the charts, so helm must be there. The same environment gives the same bytes.',
    ].join('\n'),
    options: [
      ['--charts <folder>', 'chart packages to look into (default: charts.mirror where that is a folder)'],
      ['--digests <file>', 'images.txt of workbench mirror, for digests of images'],
      ['--resolve', 'ask the registries for digests that are not known'],
      out('file (default: printed)'),
      quiet,
    ],
    load: async () => (await import('../commands/sbom.js')).sbom,
  },
  {
    name: 'package <kind>',
    summary: 'write an offer at Azure Marketplace: a zip a plan, its texts and icons',
    details: [
      'workbench package azure-marketplace --offer offer.yaml --out marketplace',
      'Made from the schema of workbench files; the same version gives the same bytes. docs/marketplace.md says how it is uploaded.',
    ].join('\n'),
    options: [['--offer <file>', 'what only the publisher knows: ids, image, links, contacts (required)'], out('folder (required)')],
    load: async () => (await import('../commands/package.js')).packageCommand,
  },
  {
    name: 'pipeline <action> [env]',
    summary: 'write the pipelines of GitLab or GitHub for every environment that wants to be in one; tell a plan to people there',
    details: [
      'workbench pipeline gitlab              .gitlab-ci.yml and a child pipeline an environment; what is yours in the marked region stays',
      'workbench pipeline github              .github/workflows/workbench-<env>.yml, from the same jobs',
      'workbench pipeline gitlab --check      writes nothing; exit status 1 when a file is not what would be written now',
      'workbench pipeline summary live --plan plan.json --base <revision> --out plan      what a plan would change, in numbers, words and money',
    ].join('\n'),
    options: [
      ['--check', 'gitlab, github: only tell which files are stale'],
      ['--plan <file>', 'summary: what workbench plan --json printed'],
      ['--base <revision>', 'summary: commit to compare the cost with'],
      out('folder of the project (default: this one), or of the summary (required there)'),
    ],
    load: async () => (await import('../commands/pipeline.js')).pipeline,
  },
];
