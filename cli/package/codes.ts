/** What keeps `package` from writing an offer. */
export const packageCodes = {
  'PKG-KIND': '`package` knows no such marketplace',
  'PKG-OFFER': '`package` was not told what only the publisher knows, or cannot read it',
} as const satisfies Readonly<Record<string, string>>;
