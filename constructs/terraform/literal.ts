/**
 * Text that reaches Terraform as it stands. Terraform reads `${` and `%{` in every string as the beginning of an expression:
 * a shell script, or a text that a person has written into the workbench file, must not become one.
 * References of cdktf to what another resource or stack hands on stay what they are.
 */
export const literal = (text: string): string => text.replace(/(?!\$\{TfToken\[)[$%]\{/g, (opening) => `${opening[0]}${opening}`);
