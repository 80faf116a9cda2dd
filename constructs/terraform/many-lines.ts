import { Fn, Token } from 'cdktf';

/**
 * Text of more than one line that Terraform learns only when it runs, such as a certificate of another stack, inside the YAML of a release: as it is, its second
 * line would be no YAML, and Helm would refuse all of the values. JSON is YAML, on one line.
 */
export const manyLines = (text: string): string => Token.asString(Fn.jsonencode(text));
