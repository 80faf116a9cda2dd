/** What Terraform and OpenTofu say in `-json` mode, reduced to what a run needs to know. */
export type ResourceAction =
  | 'create'
  | 'read'
  | 'update'
  | 'delete'
  | 'replace'
  | 'import'
  | 'forget'
  | 'move'
  | 'no-op'
  | 'open'
  | 'close'
  | 'renew';

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
  /** References that Terraform evaluated at that place: `data.terraform_remote_state.x.outputs`. */
  readonly references: readonly string[];
}

export type TerraformEvent =
  | { readonly type: 'planned-change'; readonly address: string; readonly action: ResourceAction }
  | { readonly type: 'refresh'; readonly address: string }
  | { readonly type: 'apply-start'; readonly address: string; readonly action: ResourceAction; readonly at: string }
  | { readonly type: 'apply-progress'; readonly address: string; readonly action: ResourceAction; readonly elapsedSeconds: number }
  | {
      readonly type: 'apply-complete';
      readonly address: string;
      readonly action: ResourceAction;
      readonly elapsedSeconds: number;
      readonly at: string;
    }
  | {
      readonly type: 'apply-errored';
      readonly address: string;
      readonly action: ResourceAction;
      readonly elapsedSeconds: number;
      readonly at: string;
    }
  | { readonly type: 'change-summary'; readonly add: number; readonly change: number; readonly remove: number; readonly operation: string }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic };

type Json = { readonly [key: string]: unknown };
const asJson = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const asNumber = (value: unknown): number => (typeof value === 'number' ? value : 0);
const asAction = (value: unknown): ResourceAction => (asText(value) || 'no-op') as ResourceAction;
const addressOf = (holder: unknown): string => asText(asJson(asJson(holder).resource).addr);

function hook(type: 'apply-complete' | 'apply-errored', line: Json): TerraformEvent {
  const { action, elapsed_seconds } = asJson(line.hook);
  return {
    type,
    address: addressOf(line.hook),
    action: asAction(action),
    elapsedSeconds: asNumber(elapsed_seconds),
    at: asText(line['@timestamp']),
  };
}

const readers: Record<string, (line: Json) => TerraformEvent> = {
  planned_change: (line) => ({ type: 'planned-change', address: addressOf(line.change), action: asAction(asJson(line.change).action) }),
  refresh_start: (line) => ({ type: 'refresh', address: addressOf(line.hook) }),
  apply_start: (line) => ({
    type: 'apply-start',
    address: addressOf(line.hook),
    action: asAction(asJson(line.hook).action),
    at: asText(line['@timestamp']),
  }),
  apply_progress: (line) => ({
    type: 'apply-progress',
    address: addressOf(line.hook),
    action: asAction(asJson(line.hook).action),
    elapsedSeconds: asNumber(asJson(line.hook).elapsed_seconds),
  }),
  apply_complete: (line) => hook('apply-complete', line),
  apply_errored: (line) => hook('apply-errored', line),
  change_summary: (line) => {
    const { add, change, remove, operation } = asJson(line.changes);
    return { type: 'change-summary', add: asNumber(add), change: asNumber(change), remove: asNumber(remove), operation: asText(operation) };
  },
  diagnostic: (line) => ({ type: 'diagnostic', diagnostic: readDiagnostic(asJson(line.diagnostic)) }),
};

function readDiagnostic(found: Json): Diagnostic {
  const values = asJson(found.snippet).values;
  const address = asText(found.address);
  return {
    severity: found.severity === 'warning' ? 'warning' : 'error',
    summary: asText(found.summary),
    detail: asText(found.detail),
    ...(address ? { address } : {}),
    references: Array.isArray(values) ? values.map((value) => asText(asJson(value).traversal)).filter(Boolean) : [],
  };
}

/** One line of the stream; undefined for a line that is cut off, isn't JSON or says nothing a run acts on. */
export function readEvent(text: string): TerraformEvent | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const line = asJson(JSON.parse(text));
    return readers[asText(line.type)]?.(line);
  } catch {
    return undefined;
  }
}

/** Some commands (`state push`) colour what they print, terminal or not. */
const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** The errors of commands that know no `-json` (init): blocks that begin with `Error:` between Terraform's box lines. */
export function readPlainErrors(text: string): readonly Diagnostic[] {
  const plain = text.replace(colours, '');
  const lines = plain.split('\n').map((line) => line.replace(/^[╷│╵|]\s?/u, '').trimEnd());
  const starts = lines.flatMap((line, index) => (line.startsWith('Error: ') ? [index] : []));
  return starts.map((start, index) => ({
    severity: 'error',
    summary: lines[start]!.slice('Error: '.length),
    detail: lines
      .slice(start + 1, starts[index + 1])
      .join('\n')
      .trim(),
    references: [],
  }));
}
