/** `1.5 cores` of millicores. */
export const cores = (millicores: number): string => `${(millicores / 1000).toFixed(1)} cores`;

/** `1.5 GiB` of MiB. */
export const gibibytes = (mebibytes: number): string => `${(mebibytes / 1024).toFixed(1)} GiB`;

/** `7 days` or `30 hours` of milliseconds. */
export function duration(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return hours % 24 === 0 && hours >= 48 ? `${hours / 24} days` : `${hours} hours`;
}
