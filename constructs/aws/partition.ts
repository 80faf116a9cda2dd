const partitions = [
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
] as const;

/** Partition of a region, the second word of every ARN: China and the United States government have worlds of their own. */
export const partitionOf = (region = ''): string => partitions.find(([regions]) => regions.test(region))?.[1] ?? 'aws';
