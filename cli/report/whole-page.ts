import { html, type Markup, trusted } from './html';

export interface WholePage {
  readonly title: string;
  /** The command that made it. */
  readonly generator: string;
  readonly styles: readonly string[];
  /** Rules for screens that are too narrow for columns. */
  readonly narrow: string;
  readonly body: Markup;
}

/** A page that needs nothing else: no script, no font, no picture from elsewhere, and a policy that forbids them. */
export const wholePage = ({ title, generator, styles, narrow, body }: WholePage): string =>
  html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${generator}">
<title>${title}</title>
<style>${styles.map(trusted)}@media screen and (max-width:760px){${trusted(narrow)}}</style>
</head>
<body>
${body}</body>
</html>
`.text;
