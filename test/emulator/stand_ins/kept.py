"""What stand-ins were given, and how they refuse."""

import time

ACCOUNT = "123456789012"
STORE = {}  # (owner, kind, key) -> what was given


class Refused(Exception):
    def __init__(self, status, kind, message):
        super().__init__(message)
        self.status, self.kind = status, kind


def thing(owner, kind, key):
    if (owner, kind, key) not in STORE:
        raise Refused(404, "ResourceNotFoundException", f"No {kind} {key} of {owner}.")
    return STORE[owner, kind, key]


def put(owner, kind, key, value):
    if (owner, kind, key) in STORE:
        raise Refused(409, "ResourceInUseException", f"{kind} {key} of {owner} exists already.")
    STORE[owner, kind, key] = {**value, "createdAt": time.time(), "modifiedAt": time.time()}
    return STORE[owner, kind, key]


def change(owner, kind, key, value):
    thing(owner, kind, key).update({**value, "modifiedAt": time.time()})
    return STORE[owner, kind, key]


def take(owner, kind, key):
    """Removes a thing and what belongs to it."""
    found = thing(owner, kind, key)
    for known in [known for known in STORE if known[:2] == (owner, f"{kind}/{key}")]:
        del STORE[known]
    del STORE[owner, kind, key]
    return found


def keys(owner, kind):
    return [key for who, known, key in STORE if (who, known) == (owner, kind)]


def forget(owner):
    for known in [known for known in STORE if known[0] == owner]:
        del STORE[known]
