"""Replication groups: moto makes one member whatever it is told, names it, then does not know it, and never removes a group."""

from moto.core.responses import EmptyResult
from moto.elasticache import models
from moto.elasticache.responses import ElastiCacheResponse

from .rds import around

SAME = (
    "auto_minor_version_upgrade",
    "at_rest_encryption_enabled",
    "cache_node_type",
    "cache_parameter_group_name",
    "cache_subnet_group_name",
    "engine",
    "engine_version",
    "port",
    "preferred_maintenance_window",
    "replication_group_id",
    "snapshot_retention_limit",
    "snapshot_window",
    "transit_encryption_enabled",
)


def member(group, name):
    found = models.CacheCluster.__new__(models.CacheCluster)
    vars(found).update({field: None for field in models.CacheCluster.__init__.__code__.co_varnames})
    vars(found).update({field: getattr(group, field) for field in SAME})
    vars(found).update(
        arn=group.arn.replace(":replicationgroup:", ":cluster:"),
        cache_cluster_id=name,
        cache_cluster_status="available",
        num_cache_nodes=1,
        security_groups=[{"SecurityGroupId": one, "Status": "active"} for one in group.security_group_ids or []],
    )
    return found


def members_of_groups():
    def describe(before, self, cache_cluster_id=None):
        group = next((group for group in self.replication_groups.values() if cache_cluster_id in group.member_clusters), None)
        return [member(group, cache_cluster_id)] if group else before(self, cache_cluster_id)

    def made(before, self, *args, **given):
        if given.get("num_cache_clusters") and not given.get("replicas_per_node_group"):
            given["replicas_per_node_group"] = given["num_cache_clusters"] - 1
        before(self, *args, **given)

    def deleted(before, self, *args, **given):
        # moto keeps it in `deleting` for ever.
        gone = before(self, *args, **given)
        self.replication_groups.pop(gone.replication_group_id, None)
        return gone

    around(models.ElastiCacheBackend, "delete_replication_group", deleted)
    around(models.ElastiCacheBackend, "describe_cache_clusters", describe)
    around(models.ReplicationGroup, "__init__", made)


def subnet_groups_go():
    def delete(self):
        self.elasticache_backend.cache_subnet_groups.pop(self._get_param("CacheSubnetGroupName"), None)
        return EmptyResult()

    ElastiCacheResponse.delete_cache_subnet_group = delete


PATCHES = {"elasticache-members": members_of_groups, "elasticache-subnet-groups": subnet_groups_go}
