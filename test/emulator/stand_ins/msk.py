import functools

import moto.kafka.models as kafka


def active_at_once():
    made = kafka.FakeKafkaCluster.__init__
    # The state is passed in, so a default alone would not do.
    kafka.FakeKafkaCluster.__init__ = functools.wraps(made)(lambda self, *args, **given: made(self, *args, **{**given, "state": "ACTIVE"}))


PATCHES = {"msk-active": active_at_once}
