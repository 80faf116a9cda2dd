/** An element of XML, as policies of API Management are built from. */
export interface Xml {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Xml | string)[];
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

export const xml = (name: string, attributes: Attributes = {}, ...children: readonly (Xml | string)[]): Xml => ({
  name,
  attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)])),
  children,
});

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser turns line ends and tabs of attributes into spaces unless they are written as numbers.
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};
const inAttribute = (text: string) => text.replace(/[&<>"\n\r\t]/g, (found) => entities[found] ?? found);
const inText = (text: string) => text.replace(/[&<>\r]/g, (found) => entities[found] ?? found);

/** Text of an element, one line a child; an element that holds text stays on its line, because the spaces around it would belong to it. */
export function xmlText({ name, attributes, children }: Xml, indent = ''): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${inAttribute(value)}"`)].join(' ');
  if (children.length === 0) return `${indent}<${head} />`;
  if (children.some((child) => typeof child === 'string')) {
    const inner = children.map((child) => (typeof child === 'string' ? inText(child) : xmlText(child)));
    return `${indent}<${head}>${inner.join('')}</${name}>`;
  }
  const lines = children.map((child) => (typeof child === 'string' ? child : xmlText(child, `${indent}  `)));
  return [`${indent}<${head}>`, ...lines, `${indent}</${name}>`].join('\n');
}
