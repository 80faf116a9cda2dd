import { fstatSync, writeFileSync } from 'node:fs';

/**
 * Makes standard output whole where it is a file: Node writes there once and forgets what a nearly full disk did not take,
 * so that a script would read half of an answer with exit status 0.
 */
export function writeWhole(stream: NodeJS.WriteStream & { readonly fd: number }): void {
  if (!fstatSync(stream.fd).isFile()) return;
  stream.write = (text: string | Uint8Array): boolean => {
    writeFileSync(stream.fd, text);
    return true;
  };
}
