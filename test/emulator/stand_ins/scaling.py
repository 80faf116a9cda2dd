"""Application Auto Scaling: moto has no tags there."""

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from .rds import around

TAGS = {}


def tags():
    def registered(before, self):
        answer = before(self)
        namespace, resource = self._get_param("ServiceNamespace"), self._get_param("ResourceId")
        for target in self.applicationautoscaling_backend.describe_scalable_targets(namespace, [resource], None):
            TAGS[target.arn] = self._get_param("Tags") or TAGS.get(target.arn, {})
        return answer

    around(ApplicationAutoScalingResponse, "register_scalable_target", registered)
    ApplicationAutoScalingResponse.list_tags_for_resource = lambda self: json.dumps({"Tags": TAGS.get(self._get_param("ResourceARN"), {})})


PATCHES = {"scaling-tags": tags}
