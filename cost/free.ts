/** Types that no bill has a line for, by their reason. What is neither here nor counted is unknown, and is told. */
const reasons: Readonly<Record<string, string>> = {
  'a setting of something that is counted': `
    aws_acm_certificate aws_acm_certificate_validation aws_appautoscaling_policy aws_appautoscaling_target aws_db_option_group
    aws_db_parameter_group aws_db_subnet_group aws_docdb_cluster_parameter_group aws_docdb_subnet_group aws_eks_addon
    aws_elasticache_parameter_group aws_elasticache_subnet_group aws_kms_alias aws_kms_key_policy aws_launch_template
    aws_msk_configuration aws_msk_single_scram_secret_association aws_rds_cluster_parameter_group aws_s3_bucket_lifecycle_configuration
    aws_cloudwatch_log_subscription_filter aws_s3_bucket_logging aws_s3_bucket_object_lock_configuration aws_s3_bucket_ownership_controls aws_s3_bucket_policy aws_s3_bucket_public_access_block
    aws_s3_bucket_server_side_encryption_configuration aws_s3_bucket_versioning aws_secretsmanager_secret_policy
    aws_secretsmanager_secret_version aws_ecr_registry_scanning_configuration aws_ecr_repository_creation_template aws_route53_record
    azurerm_container_registry_cache_rule azurerm_eventhub azurerm_eventhub_namespace_customer_managed_key azurerm_log_analytics_workspace_table
    azurerm_mysql_flexible_server_configuration azurerm_management_lock azurerm_monitor_action_group azurerm_monitor_data_collection_endpoint
    azurerm_monitor_data_collection_rule azurerm_monitor_data_collection_rule_association azurerm_nat_gateway_public_ip_association
    azurerm_private_dns_zone_virtual_network_link azurerm_storage_container azurerm_storage_container_immutability_policy azurerm_storage_management_policy
    azurerm_storage_account_customer_managed_key azurerm_subnet_nat_gateway_association
    aws_sns_topic aws_sns_topic_policy aws_sns_topic_subscription azurerm_application_insights_workbook
    azurerm_subnet_network_security_group_association azurerm_disk_encryption_set azurerm_dns_ns_record azurerm_dns_a_record azurerm_private_dns_a_record
    aws_lb_listener aws_lb_target_group aws_wafv2_ip_set aws_wafv2_web_acl_association aws_wafv2_web_acl_logging_configuration
    azurerm_api_management_api azurerm_api_management_api_policy azurerm_api_management_backend azurerm_api_management_certificate
    azurerm_api_management_custom_domain azurerm_api_management_named_value azurerm_api_management_policy
    azurerm_api_management_policy_fragment azurerm_api_management_product azurerm_api_management_product_api
    azurerm_api_management_subscription`,
  'rights and identities cost nothing': `
    aws_eks_access_entry aws_eks_access_policy_association aws_eks_pod_identity_association aws_iam_role aws_iam_role_policy
    aws_iam_role_policy_attachment azurerm_federated_identity_credential azurerm_role_assignment azurerm_role_definition azurerm_user_assigned_identity`,
  'networks, routes and rules cost nothing; their traffic does': `
    aws_default_network_acl aws_default_security_group aws_internet_gateway aws_network_acl aws_route_table aws_route_table_association
    aws_security_group aws_subnet aws_vpc aws_vpc_security_group_egress_rule aws_vpc_security_group_ingress_rule
    azurerm_network_security_group azurerm_subnet azurerm_virtual_network`,
  'what it writes is counted as logs': `
    aws_flow_log azurerm_application_insights azurerm_monitor_diagnostic_setting`,
  'paid by use, counted with the workspace of metrics': `
    azurerm_monitor_alert_prometheus_rule_group`,
  'paid by use, counted with its vault': `
    azurerm_key_vault_certificate azurerm_key_vault_key azurerm_key_vault_secret`,
  'a folder of resources': `
    azurerm_resource_group`,
  'makes AKS on machines of the building, which its owner has paid for': `
    azurerm_arc_kubernetes_cluster_extension azurerm_arc_kubernetes_provisioned_cluster azurerm_resource_group_template_deployment`,
  'the operator of the stamp sets his own prices, if any': `
    azurestack_dns_zone azurestack_network_security_group azurestack_resource_group azurestack_subnet azurestack_virtual_network`,
  'lives in the cluster, whose nodes are counted': `
    helm_release kubernetes_cluster_role_binding_v1 kubernetes_horizontal_pod_autoscaler_v2 kubernetes_namespace_v1
    kubernetes_network_policy_v1 kubernetes_pod_disruption_budget_v1 kubernetes_priority_class_v1 kubernetes_resource_quota_v1
    kubernetes_limit_range_v1 kubernetes_role_binding_v1 kubernetes_service_account_v1 kubernetes_service_v1 kubernetes_storage_class_v1
    kind:Certificate kind:ClusterIssuer kind:ConfigMap kind:CronJob kind:Deployment kind:EnvoyProxy kind:GatewayClass kind:HTTPRoute
    kind:Issuer kind:ClusterRole kind:ClusterRoleBinding kind:Job kind:Kafka kind:KafkaTopic kind:PodDisruptionBudget kind:RandomSecret kind:Role kind:RoleBinding kind:Secret
    kind:Service kind:ServiceAccount kind:VaultSecret kind:ClientTrafficPolicy kind:SecurityPolicy kind:BackendTLSPolicy
    kind:ReferenceGrant kind:PasswordPolicy kind:TargetGroupBinding kind:BackendTrafficPolicy
    kind:EnvoyExtensionPolicy kind:HTTPRouteFilter kind:ValidatingAdmissionPolicy kind:ValidatingAdmissionPolicyBinding
    kind:LimitRange kind:Rule kind:MojaloopRole kind:MojaloopPermissionExclusions kind:MojaloopReport kind:PodMonitor kind:PrometheusRule`,
  'pods run on nodes that are counted': `
    chart:cert-manager chart:gateway-helm chart:workbench-objects chart:vault-config-operator chart:pxc-operator chart:psmdb-operator
    chart:strimzi-kafka-operator chart:redis-operator chart:mojaloop chart:mfi-account-oracle chart:alias-oracle
    chart:aws-load-balancer-controller chart:external-dns chart:bof chart:finance-portal chart:cluster-autoscaler
    chart:connection-manager chart:kratos chart:kratos-selfservice-ui-node chart:keto chart:oathkeeper
    chart:prometheus-operator-crds chart:opentelemetry-operator`,
  'settings of Vault, which runs in the cluster': `
    vault_audit vault_auth_backend vault_kubernetes_auth_backend_config vault_kubernetes_auth_backend_role vault_kv_secret_v2
    vault_mount vault_password_policy vault_pki_secret_backend_role vault_pki_secret_backend_root_cert vault_policy
    vault_pki_secret_backend_config_auto_tidy vault_pki_secret_backend_config_cluster vault_pki_secret_backend_config_issuers
    vault_pki_secret_backend_crl_config vault_pki_secret_backend_intermediate_cert_request
    vault_pki_secret_backend_intermediate_set_signed vault_pki_secret_backend_issuer vault_pki_secret_backend_root_sign_intermediate
    vault_pki_secret_backend_config_urls vault_jwt_auth_backend vault_jwt_auth_backend_role`,
  'made by Terraform alone': `
    tls_private_key tls_self_signed_cert random_id terraform_data null_resource`,
};

/** Why a type costs nothing. */
export const freeTypes: ReadonlyMap<string, string> = new Map(
  Object.entries(reasons).flatMap(([reason, types]) =>
    types
      .trim()
      .split(/\s+/)
      .map((type) => [type, reason] as const),
  ),
);
