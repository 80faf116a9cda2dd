import moto.ec2.responses.network_acls as network_acls

# What a request calls it, and what moto looks for.
SENT = {"Icmp.Code": "IcmpTypeCode.Code", "Icmp.Type": "IcmpTypeCode.Type"}


def icmp_is_kept():
    looked_up = network_acls.NetworkACLs._get_param
    network_acls.NetworkACLs._get_param = lambda self, name, *given, **named: looked_up(self, SENT.get(name, name), *given, **named)


PATCHES = {"network-acl-icmp": icmp_is_kept}
