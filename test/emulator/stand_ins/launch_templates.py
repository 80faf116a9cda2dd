from moto.ec2.models.launch_templates import LaunchTemplate


def tags_stay_apart():
    """Tags of a launch template itself are none of what it starts: moto puts them among those of its machines."""
    make = LaunchTemplate.__init__

    def init(self, backend, name, template_data, description, tag_spec):
        others = [spec for spec in template_data.get("TagSpecifications", []) if spec.get("ResourceType") != "launch-template"]
        make(self, backend, name, {**template_data, "TagSpecifications": others}, description, tag_spec)

    LaunchTemplate.__init__ = init


PATCHES = {"launch-template-tags": tags_stay_apart}
