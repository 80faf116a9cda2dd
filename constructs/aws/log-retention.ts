/** Days that CloudWatch Logs can keep a log group (docs.aws.amazon.com, PutRetentionPolicy). */
const accepted = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;

/** The next number of days that CloudWatch accepts: never fewer than were asked for. Beyond the last one logs are kept for ever (0). */
export const logRetention = (days: number): number => accepted.find((possible) => possible >= days) ?? 0;
