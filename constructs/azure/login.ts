import type { PlatformKit } from '../contracts';

/** The application of Azure that API servers of AKS accept tokens of; the same in every tenant of the public cloud (kubelogin's documentation). */
const aksServer = '6dae42f8-4368-4678-94ff-3960e28e3630';

/**
 * Login at AKS by Microsoft Entra ID: kubelogin asks for a short-lived token with the login of `az`. In a pipeline AAD_LOGIN_METHOD
 * (`workloadidentity`, `msi`, `spn`) of the environment takes its place, with AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_FEDERATED_TOKEN_FILE: the
 * variables of Terraform (ARM_…) are not those of kubelogin.
 */
export const clusterLogin: PlatformKit['clusterLogin'] = ({ platform }) => ({
  command: 'kubelogin',
  args: [
    'get-token',
    '--environment',
    'AzurePublicCloud',
    '--server-id',
    aksServer,
    '--login',
    'azurecli',
    ...(platform.directory ? ['--tenant-id', platform.directory] : []),
  ],
});
