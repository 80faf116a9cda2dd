import moto.ec2.responses.network_acls as network_acls
from moto.ec2.models import EC2Backend

# What a request calls it, and what moto looks for.
SENT = {"Icmp.Code": "IcmpTypeCode.Code", "Icmp.Type": "IcmpTypeCode.Type"}


def icmp_is_kept():
    looked_up = network_acls.NetworkACLs._get_param
    network_acls.NetworkACLs._get_param = lambda self, name, *given, **named: looked_up(self, SENT.get(name, name), *given, **named)


def gateways_reach_new_tables():
    """Moto makes the routes of a gateway endpoint with it, none for a table that is added later, and then can't take that one away."""
    modified = EC2Backend.modify_vpc_endpoint

    def modify_vpc_endpoint(self, vpc_id, *given, add_route_tables=None, remove_route_tables=None, **named):
        endpoint = self.describe_vpc_endpoints(vpc_end_point_ids=[vpc_id])[0]
        modified(self, vpc_id, *given, add_route_tables=add_route_tables, remove_route_tables=remove_route_tables, **named)
        for table in add_route_tables or []:
            self.create_route(table, None, destination_prefix_list_id=endpoint.destination_prefix_list_id, gateway_id=vpc_id)
        for table in remove_route_tables or []:
            self.delete_route(table, endpoint.destination_prefix_list_id)

    EC2Backend.modify_vpc_endpoint = modify_vpc_endpoint


def rules_by_id_are_named():
    """AWS says which rule is not there (InvalidSecurityGroupRuleId.NotFound), and the provider takes that as gone; moto says what it says of a rule without an id."""

    def naming(revoke):
        def named(self, *given, security_rule_ids=None, **rest):
            for one in security_rule_ids or []:
                # It raises that very error.
                self.describe_security_group_rules([one], {})
            return revoke(self, *given, security_rule_ids=security_rule_ids, **rest)

        return named

    EC2Backend.revoke_security_group_ingress = naming(EC2Backend.revoke_security_group_ingress)
    EC2Backend.revoke_security_group_egress = naming(EC2Backend.revoke_security_group_egress)


PATCHES = {
    "network-acl-icmp": icmp_is_kept,
    "gateway-endpoint-tables": gateways_reach_new_tables,
    "rules-by-id": rules_by_id_are_named,
}
