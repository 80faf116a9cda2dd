import json

import moto.s3.models as s3
from moto.iam.access_control import IAMPolicy, PermissionResult


def conditions_hold():
    """moto takes `Deny unless TLS` for `Deny`: what has a condition is left out, what has none is enforced as before."""

    def get_permission(self, action, resource):
        statements = json.loads(self.policy.decode())["Statement"] if self.policy else []
        plain = [statement for statement in statements if "Condition" not in statement]
        if not plain:
            return PermissionResult.NEUTRAL
        return IAMPolicy(json.dumps({"Version": "2012-10-17", "Statement": plain})).is_action_permitted(action, resource)

    s3.FakeBucket.get_permission = get_permission


PATCHES = {"s3-conditions": conditions_hold}
