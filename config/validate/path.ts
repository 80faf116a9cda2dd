/** Where a setting stands in the file: keys and list positions, from the outside in. */
export type Path = readonly (string | number)[];

/** `participants.0.id`; keys that hold a dot or are empty are written `tags["example.org/owner"]`. */
export function joinPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'string' && !/^[^.[\]"\s]+$/.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text === '' ? String(part) : `${text}.${part}`;
  }, '');
}

const part = /\.?(?:\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]|([^.[\]"\s]+))/y;

/** Reads what `joinPath` writes, and `participants[0].id`. Undefined when the text is no path. Digits become list positions. */
export function splitPath(text: string): Path | undefined {
  const path: (string | number)[] = [];
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    if (text.startsWith('.', part.lastIndex) && path.length === 0) return undefined;
    const found = part.exec(text);
    if (!found) return undefined;
    const [, quoted, index, plain] = found;
    if (quoted !== undefined) {
      const key = unquote(quoted);
      if (key === undefined) return undefined;
      path.push(key);
    } else if (index !== undefined) path.push(Number(index));
    else path.push(/^\d+$/.test(plain ?? '') ? Number(plain) : (plain ?? ''));
  }
  return path;
}

function unquote(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

/** The value at a path of plain data; undefined when there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return value;
}
