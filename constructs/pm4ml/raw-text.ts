/**
 * Ways to hand a chart a reference to a Secret where its values have no option for one.
 *
 * The templates of the payment manager print some texts of the values as they stand: the names of environment variables
 * (`- name: {{ $key }}`), and the variables of the experience API (`value: "{{ … }}"`). What YAML allows at such a place may
 * stand in the text, so a variable gets its `valueFrom` there. Kubernetes then reads it from the Secret: no value, manifest,
 * release record or state ever holds it. A chart that changes these lines makes Helm refuse the release, never leak a secret.
 * `test/pm4ml-values.test.ts` renders the published charts and reads the variables back.
 */

export interface SecretReference {
  readonly name: string;
  readonly key: string;
}

/** Where the charts indent the second line of a variable. */
const indent = ' '.repeat(14);

/** Key of an `env` map whose variable comes from a Secret; its value is the empty text. */
export function secretVariable(name: string, secret: SecretReference): Readonly<Record<string, string>> {
  return { [`${name}\n${indent}valueFrom: ${JSON.stringify({ secretKeyRef: secret })}`]: '' };
}

/**
 * Gives a variable that the chart knows the text of a Secret, in `env` maps that are printed in the order of their names:
 * a variable before it is read from the Secret, and the known one refers to that (`$(NAME)` of Kubernetes sees only what stands before it).
 */
export function secretEnv(variable: string, secret: SecretReference): Readonly<Record<string, string>> {
  const source = `AA_${variable}`;
  return { ...secretVariable(source, secret), [variable]: `$(${source})` };
}

/** Text for a place between double quotes, `value: "…"`: the value is empty and the variable comes from the Secret. */
export function quotedSecret({ name, key }: SecretReference): string {
  return `"\n${indent}valueFrom:\n${indent}  secretKeyRef:\n${indent}    name: ${name}\n${indent}    key: "${key}`;
}

/** Text for the same place, with variables after it that the chart does not list. */
export function quotedWith(text: string, further: Readonly<Record<string, string>>): string {
  const variables = Object.entries(further).map(([name, value]) => `\n${indent.slice(2)}- name: ${name}\n${indent}value: "${value}`);
  return [text, ...variables].join('"');
}
