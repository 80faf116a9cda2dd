import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';

/** The tls provider has no prebuilt binding in use here; only its ephemeral keys are needed. One a stack. */
export class TlsProvider extends TerraformProvider {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      terraformResourceType: 'tls',
      terraformGeneratorMetadata: { providerName: 'tls', providerVersion: '4.1.0' },
      terraformProviderSource: 'tls',
    });
  }

  protected override synthesizeAttributes() {
    return {};
  }
}
