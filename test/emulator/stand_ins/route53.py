import moto.route53.responses as route53
from moto.core.responses import ActionResult

PRIVATE = "HostedZoneConfig.PrivateZone"


def get_hosted_zone(self):
    zone = self.backend.get_hosted_zone(self._get_param("Id"))
    if not zone.private_zone:
        return ActionResult({"HostedZone": zone, "DelegationSet": zone.delegation_set})
    networks = [{"VPCId": vpc["vpc_id"], "VPCRegion": vpc.get("vpc_region", self.region)} for vpc in zone.vpcs]
    return ActionResult({"HostedZone": zone, "VPCs": networks})


def private_zones():
    """A zone that is made for a network is private, said or not; and it tells the network by the names that AWS uses."""
    asked = route53.Route53._get_bool_param
    route53.Route53._get_bool_param = lambda self, name, *given: asked(self, name, *given) or (
        name == PRIVATE and self._get_param("VPC.VPCId") is not None
    )
    route53.Route53.get_hosted_zone = get_hosted_zone


PATCHES = {"private-zones": private_zones}
