import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/**
 * Reads the lines that another process appends to a file. Terraform writes to a file and not to a pipe of ours:
 * if we are killed it doesn't die of a broken pipe in the middle of an apply, but finishes, writes its state and gives its lock back.
 * @param from where to begin, in bytes
 * @returns stop: reads what is left and closes the file
 */
export function followFile(file: string, onLine: (line: string) => void, from = 0, everyMilliseconds = 80): () => void {
  const descriptor = openSync(file, 'r');
  const chunk = Buffer.alloc(64 * 1024);
  let rest = Buffer.alloc(0);
  let position = from;
  const drain = () => {
    for (;;) {
      const length = readSync(descriptor, chunk, 0, chunk.length, position);
      if (length === 0) return;
      position += length;
      rest = Buffer.concat([rest, chunk.subarray(0, length)]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        const line = rest.subarray(0, end).toString('utf8');
        rest = rest.subarray(end + 1);
        onLine(line);
      }
    }
  };
  const timer = setInterval(drain, everyMilliseconds);
  return () => {
    clearInterval(timer);
    drain();
    if (rest.length > 0) onLine(rest.toString('utf8'));
    closeSync(descriptor);
  };
}

/** Every whole or cut-off line of a finished file; none when it isn't there. */
export function readLines(file: string): readonly string[] {
  const lines: string[] = [];
  if (existsSync(file)) followFile(file, (line) => lines.push(line))();
  return lines;
}
