/** Every test case of arm-ttk at its main branch of February 2026, by the folders it keeps them in. */
export const armTtkNames: readonly string[] = `
  JSONFiles-Should-Be-Valid
  Allowed-Values-Should-Actually-Be-Allowed Controls-In-Outputs-Must-Exist CreateUIDefinition-Must-Not-Have-Blanks CreateUIDefinition-Should-Have-Schema
  Credential-Confirmation-Should-Not-Be-Hidden Handler-Must-Be-Correct HideExisting-Must-Be-Correctly-Handled Location-Should-Be-In-Outputs
  Outputs-Must-Be-Present-In-Template-Parameters Parameters-Without-Default-Must-Exist-In-CreateUIDefinition
  Password-Textboxes-Must-Be-Used-For-Password-Parameters PasswordBoxes-Must-Have-Min-Length Textboxes-Are-Well-Formed Tooltips-Should-Be-Present
  Usernames-Should-Not-Have-A-Default VMSizes-Must-Match-Template Validations-Must-Have-Message
  DeploymentParameters-Should-Have-ContentVersion DeploymentParameters-Should-Have-Parameters DeploymentParameters-Should-Have-Schema
  DeploymentParameters-Should-Have-Value
  CommandToExecute-Must-Use-ProtectedSettings-For-Secrets DependsOn-Best-Practices Deployment-Resources-Must-Not-Be-Debug
  DeploymentTemplate-Must-Not-Contain-Hardcoded-Uri DeploymentTemplate-Schema-Is-Correct Dynamic-Variable-References-Should-Not-Use-Concat
  IDs-Should-Be-Derived-From-ResourceIDs Location-Should-Not-Be-Hardcoded ManagedIdentityExtension-must-not-be-used Min-And-Max-Value-Are-Numbers
  Outputs-Must-Not-Contain-Secrets Parameter-Types-Should-Be-Consistent Parameters-Must-Be-Referenced Password-params-must-be-secure
  ResourceIds-should-not-contain Resources-Should-Have-Location Resources-Should-Not-Be-Ambiguous Secure-Params-In-Nested-Deployments
  Secure-String-Parameters-Cannot-Have-Default Template-Should-Not-Contain-Blanks URIs-Should-Be-Properly-Constructed VM-Images-Should-Use-Latest-Version
  VM-Size-Should-Be-A-Parameter Variables-Must-Be-Referenced Virtual-Machines-Should-Not-Be-Preview adminPassword-Should-Not-Be-A-Literal
  adminUsername-Should-Not-Be-A-Literal apiVersions-Should-Be-Recent-In-Reference-Functions apiVersions-Should-Be-Recent artifacts-parameter
  providers_apiVersions-Is-Not-Permitted`
  .trim()
  .split(/\s+/);
