"""What moto forgets of an EKS cluster and its node groups when they are made, and how both are changed."""

import uuid

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.eks.models import eks_backends
from moto.eks.responses import EKSResponse

from .eks import of_cluster, update
from .kept import ACCOUNT, Refused

# What the request calls it, where it is kept, and what a cluster has that nobody asked.
SETTINGS = {
    "accessConfig": ("access_config", {"authenticationMode": "CONFIG_MAP"}),
    "upgradePolicy": ("upgrade_policy", {"supportType": "EXTENDED"}),
    "zonalShiftConfig": ("zonal_shift_config", {"enabled": False}),
}


def network(region, given):
    """A cluster tells its network, and the security group that EKS makes for it."""
    subnets = ec2_backends[ACCOUNT][region]
    known = [subnets.get_subnet(subnet).vpc_id for subnet in given.get("subnetIds", [])[:1]]
    made = {"vpcId": known[0] if known else "", "clusterSecurityGroupId": "sg-" + uuid.uuid4().hex[:17], "publicAccessCidrs": ["0.0.0.0/0"]}
    return {**made, "endpointPublicAccess": True, "endpointPrivateAccess": False, **given}


def settings_are_kept():
    make = EKSResponse.create_cluster

    def create_cluster(self):
        answer = make(self)
        cluster = self.eks_backend.clusters[self._get_param("name")]
        for name, (kept, usual) in SETTINGS.items():
            setattr(cluster, kept, {**usual, **(self._get_param(name) or {})})
        cluster.resources_vpc_config = network(self.region, cluster.resources_vpc_config)
        return answer

    def update_cluster_config(self):
        cluster = self.eks_backend.describe_cluster(name=self._get_param("name"))
        for name, (kept, _) in SETTINGS.items():
            setattr(cluster, kept, {**getattr(cluster, kept), **(self._get_param(name) or {})})
        cluster.logging = self._get_param("logging") or cluster.logging
        cluster.resources_vpc_config = {**cluster.resources_vpc_config, **(self._get_param("resourcesVpcConfig") or {})}
        return ActionResult({"update": {"id": str(uuid.uuid4()), "status": "InProgress", "type": "ConfigUpdate"}})

    EKSResponse.create_cluster = create_cluster
    EKSResponse.update_cluster_config = update_cluster_config


def groups_are_kept():
    """moto gives a node group a key pair, a machine and a disk of its own invention where a launch template says all that."""
    make = EKSResponse.create_nodegroup

    def create_nodegroup(self):
        answer = make(self)
        group = self.eks_backend.clusters[self._get_param("name")].nodegroups[self._get_param("nodegroupName")]
        group.remote_access = self._get_param("remoteAccess")
        group.instance_types = self._get_param("instanceTypes")
        group.disk_size = self._get_param("diskSize")
        group.resources = {"autoScalingGroups": group.resources["autoScalingGroups"]}
        group.update_config = self._get_param("updateConfig") or {"maxUnavailable": 1}
        group.node_repair_config = self._get_param("nodeRepairConfig") or {"enabled": False}
        return answer

    EKSResponse.create_nodegroup = create_nodegroup


def new_version(request, cluster):
    eks_backends[ACCOUNT][request.region].clusters[cluster].version = request.body["version"]
    return {"update": update("VersionUpdate")}


def new_group_version(request, cluster, name):
    group = eks_backends[ACCOUNT][request.region].clusters[cluster].nodegroups.get(name)
    if not group:
        raise Refused(404, "ResourceNotFoundException", f"No node group found for name: {name}.")
    group.version = request.body.get("version", group.version)
    group.launch_template = {**(group.launch_template or {}), **request.body.get("launchTemplate", {})}
    return {"update": update("VersionUpdate")}



ONE = "([^/]+)"
ROWS = [
    ("eks-versions", "POST", f"/clusters/{ONE}/updates", of_cluster(new_version)),
    ("eks-versions", "POST", f"/clusters/{ONE}/node-groups/{ONE}/update-version", of_cluster(new_group_version)),
]
PATCHES = {"eks-settings": settings_are_kept, "eks-node-groups": groups_are_kept}
