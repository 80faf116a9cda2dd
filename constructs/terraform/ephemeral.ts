import { ref, TerraformElement, Token } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * An `ephemeral` block (Terraform and OpenTofu 1.11): its values exist while the program runs and are never in state or plan.
 * The bindings have no class for it. Where a value may go: provider configuration and write-only arguments, nowhere else.
 */
export class Ephemeral extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly type: string,
    private readonly config: Readonly<Record<string, unknown>>,
  ) {
    super(scope, id);
  }

  /** Reference to an attribute. */
  attr(name: string): string {
    return Token.asString(ref(`ephemeral.${this.type}.${this.friendlyUniqueId}.${name}`, this.cdktfStack));
  }

  public override toTerraform() {
    return { ephemeral: { [this.type]: { [this.friendlyUniqueId]: this.config } } };
  }
}
