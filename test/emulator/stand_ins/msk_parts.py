"""Configurations, logins, addresses and changes of MSK clusters: moto has the clusters alone."""

import base64
import time

from moto.kafka.models import kafka_backends

from .kept import ACCOUNT, STORE, Refused

CONFIGURATION, LOGINS = "configuration", "scram-secrets"


def when():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def revision(number, body):
    return {"creationTime": when(), "description": body.get("description", ""), "revision": number}


def shown(made):
    """What the list and the description of a configuration tell; the settings themselves are told by revision."""
    return {key: value for key, value in made.items() if key != "revisions"} | {"latestRevision": made["revisions"][-1]["of"]}


def new_configuration(request):
    name = request.body["name"]
    arn = f"arn:aws:kafka:{request.region}:{ACCOUNT}:configuration/{name}/00000000-0000-0000-0000-000000000000-1"
    if (ACCOUNT, CONFIGURATION, arn) in STORE:
        raise Refused(409, "ConflictException", f"A configuration with the name {name} exists already.")
    made = {
        "arn": arn,
        "creationTime": when(),
        "description": request.body.get("description", ""),
        "kafkaVersions": request.body.get("kafkaVersions", []),
        "name": name,
        "state": "ACTIVE",
        "revisions": [{"of": revision(1, request.body), "serverProperties": request.body["serverProperties"]}],
    }
    STORE[ACCOUNT, CONFIGURATION, arn] = made
    return shown(made)


def kept_configuration(arn):
    if (ACCOUNT, CONFIGURATION, arn) not in STORE:
        # In the words of MSK: the provider knows it by them.
        raise Refused(400, "BadRequestException", "Configuration ARN does not exist.")
    return STORE[ACCOUNT, CONFIGURATION, arn]


def configuration(request, arn):
    return shown(kept_configuration(arn))


def configuration_revision(request, arn, number):
    found = kept_configuration(arn)["revisions"][int(number) - 1]
    return {"arn": arn, **found["of"], "serverProperties": found["serverProperties"]}


def changed_configuration(request, arn):
    made = kept_configuration(arn)
    made["revisions"].append({"of": revision(len(made["revisions"]) + 1, request.body), "serverProperties": request.body["serverProperties"]})
    return {"arn": arn, "latestRevision": made["revisions"][-1]["of"]}


def gone_configuration(request, arn):
    kept_configuration(arn)
    del STORE[ACCOUNT, CONFIGURATION, arn]
    return {"arn": arn, "state": "DELETING"}


def cluster(region, arn):
    found = kafka_backends[ACCOUNT][region].clusters.get(arn)
    if found is None:
        raise Refused(404, "NotFoundException", f"There is no cluster {arn}.")
    return found


def known_cluster(request, arn):
    """moto answers 500 for a cluster that is gone, and the provider asks until it is told that it is not found."""
    cluster(request.region, arn)


def hosts(found, region):
    return [f"b-{number}.{found.cluster_name}.kafka.{region}.amazonaws.com" for number in range(1, found.number_of_broker_nodes + 1)]


def brokers(request, arn):
    """Three to begin with, however many there are: as MSK does."""
    names = hosts(cluster(request.region, arn), request.region)
    return {"bootstrapBrokerStringSaslScram": ",".join(f"{name}:9096" for name in names[:3])}


def nodes(request, arn):
    """Brokers in no order, and controllers among them: as MSK does with KRaft."""
    names = hosts(cluster(request.region, arn), request.region)
    each = [{"nodeType": "BROKER", "brokerNodeInfo": {"brokerId": number, "endpoints": [name]}} for number, name in enumerate(names, 1)]
    return {"nodeInfoList": [{"nodeType": "CONTROLLER", "controllerNodeInfo": {"endpoints": ["c-10001"]}}, *reversed(each)]}


def logins(request, arn):
    cluster(request.region, arn)
    return {"secretArnList": STORE.get((arn, LOGINS, ""), [])}


def more_logins(request, arn):
    cluster(request.region, arn)
    STORE[arn, LOGINS, ""] = sorted({*STORE.get((arn, LOGINS, ""), []), *request.body["secretArnList"]})
    return {"clusterArn": arn, "unprocessedScramSecrets": []}


def fewer_logins(request, arn):
    cluster(request.region, arn)
    STORE[arn, LOGINS, ""] = sorted({*STORE.get((arn, LOGINS, ""), [])} - {*request.body["secretArnList"]})
    return {"clusterArn": arn, "unprocessedScramSecrets": []}


def operation(arn):
    return {"clusterArn": arn, "clusterOperationArn": arn.replace(":cluster/", ":cluster-operation/")}


def changed(attribute, read):
    def answer(request, arn):
        setattr(cluster(request.region, arn), attribute, read(request.body))
        return operation(arn)

    return answer


def ended(request, arn):
    return {"clusterOperationInfo": {"operationArn": arn, "operationState": "UPDATE_COMPLETE"}}


def bigger_volumes(request, arn):
    info = cluster(request.region, arn).broker_node_group_info
    info["storageInfo"]["ebsStorageInfo"]["volumeSize"] = request.body["targetBrokerEBSVolumeInfo"][0]["volumeSizeGB"]
    return operation(arn)


def other_machines(request, arn):
    cluster(request.region, arn).broker_node_group_info["instanceType"] = request.body["targetInstanceType"]
    return operation(arn)


ONE = "([^/]+)"
ARN = "(.+?)"
CONFIGURATIONS, CLUSTER = "/v1/configurations", f"/v1/clusters/{ARN}"

ROWS = [
    ("msk-configurations", "POST", CONFIGURATIONS, new_configuration),
    ("msk-configurations", "GET", f"{CONFIGURATIONS}/{ARN}/revisions/{ONE}", configuration_revision),
    ("msk-configurations", "GET", f"{CONFIGURATIONS}/{ARN}", configuration),
    ("msk-configurations", "PUT", f"{CONFIGURATIONS}/{ARN}", changed_configuration),
    ("msk-configurations", "DELETE", f"{CONFIGURATIONS}/{ARN}", gone_configuration),
    ("msk-logins", "GET", f"{CLUSTER}/bootstrap-brokers", brokers),
    ("msk-logins", "GET", f"{CLUSTER}/nodes", nodes),
    ("msk-logins", "GET", f"{CLUSTER}/scram-secrets", logins),
    ("msk-logins", "POST", f"{CLUSTER}/scram-secrets", more_logins),
    ("msk-logins", "PATCH", f"{CLUSTER}/scram-secrets", fewer_logins),
    ("msk-changes", "PUT", f"{CLUSTER}/configuration", changed("configuration_info", lambda body: body["configurationInfo"])),
    ("msk-changes", "PUT", f"{CLUSTER}/nodes/count", changed("number_of_broker_nodes", lambda body: body["targetNumberOfBrokerNodes"])),
    ("msk-changes", "PUT", f"{CLUSTER}/nodes/storage", bigger_volumes),
    ("msk-changes", "PUT", f"{CLUSTER}/nodes/type", other_machines),
    ("msk-changes", "GET", f"/v1/operations/{ARN}", ended),
    ("msk-active", "GET", CLUSTER, known_cluster),
    ("msk-active", "GET", f"/api/v2/clusters/{ARN}", known_cluster),
]
