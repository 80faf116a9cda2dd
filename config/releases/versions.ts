/** The Mojaloop releases the catalogue knows, oldest first. */
export const releaseVersions = ['14.1.0', '14.1.1', '15.0.0', '15.1.0', '15.2.0', '16.0.4', '17.0.0', '17.1.0'] as const;
export type ReleaseVersion = (typeof releaseVersions)[number];
