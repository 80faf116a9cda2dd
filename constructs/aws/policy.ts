/** One sentence of a policy, in the words of IAM. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | { readonly AWS?: string; readonly Service?: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A sentence that allows something. */
export const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: string | readonly string[],
  Condition?: Statement['Condition'],
): Statement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});

/** The document that AWS reads. References to what Terraform makes may stand in its texts. */
export const policyText = (...statements: readonly Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** Lets a service of AWS take a role, on behalf of this account alone: nobody else's request can borrow it (confused deputy). */
export const roleOfService = (service: string, account: string): string =>
  policyText({
    Sid: 'OnlyForThisAccount',
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  });
