"""Add-ons, access entries and pod identities of an EKS cluster that moto has made."""

import time
import uuid

from moto.eks.models import eks_backends

from .kept import ACCOUNT, STORE, Refused, change, forget, keys, put, take, thing

ADDON, ENTRY, IDENTITY = "addon", "access-entry", "podidentityassociation"


def arn(request, kind, cluster, key):
    return f"arn:aws:eks:{request.region}:{ACCOUNT}:{kind}/{cluster}/{key}"


def update(kind, key=None):
    return {"id": key or str(uuid.uuid4()), "status": "Successful", "type": kind, "params": [], "createdAt": time.time(), "errors": []}


def of_cluster(work):
    """Nothing belongs to a cluster that is not there."""

    def answer(request, cluster, *parts):
        if cluster not in eks_backends[ACCOUNT][request.region].clusters:
            raise Refused(404, "ResourceNotFoundException", f"No cluster found for name: {cluster}.")
        return work(request, cluster, *parts)

    return answer


def new_addon(request, cluster):
    name = request.body["addonName"]
    usual = {"addonVersion": "v1.0.0-eksbuild.1", "health": {"issues": []}, "status": "ACTIVE"}
    made = {**usual, **request.body, "clusterName": cluster, "addonArn": arn(request, ADDON, cluster, name)}
    return {"addon": put(cluster, ADDON, name, made)}


def new_entry(request, cluster):
    who = request.body["principalArn"]
    usual = {"kubernetesGroups": [], "type": "STANDARD", "username": who}
    made = {**usual, **request.body, "clusterName": cluster, "accessEntryArn": arn(request, ENTRY, cluster, who.replace(":", "/"))}
    return {"accessEntry": put(cluster, ENTRY, who, made)}


def new_policy(request, cluster, who):
    thing(cluster, ENTRY, who)
    made = {**request.body, "associatedAt": time.time(), "modifiedAt": time.time()}
    STORE[cluster, f"{ENTRY}/{who}", made["policyArn"]] = made
    return {"clusterName": cluster, "principalArn": who, "associatedAccessPolicy": made}


def policies(request, cluster, who):
    thing(cluster, ENTRY, who)
    kind = f"{ENTRY}/{who}"
    return {"clusterName": cluster, "principalArn": who, "associatedAccessPolicies": [STORE[cluster, kind, key] for key in keys(cluster, kind)]}


def new_identity(request, cluster):
    key = "a-" + uuid.uuid4().hex[:17]
    made = {**request.body, "clusterName": cluster, "associationId": key, "associationArn": arn(request, IDENTITY, cluster, key)}
    return {"association": put(cluster, IDENTITY, key, made)}


def identities(request, cluster):
    shown = ("clusterName", "namespace", "serviceAccount", "associationArn", "associationId")
    return {"associations": [{name: thing(cluster, IDENTITY, key)[name] for name in shown} for key in keys(cluster, IDENTITY)]}


def gone(request, cluster):
    """A cluster takes with it what belongs to it; the rest is moto's."""
    forget(cluster)


ONE = "([^/]+)"
CLUSTER = f"/clusters/{ONE}"
ADDONS, ENTRIES, IDENTITIES = f"{CLUSTER}/addons", f"{CLUSTER}/access-entries", f"{CLUSTER}/pod-identity-associations"
POLICIES = f"{ENTRIES}/{ONE}/access-policies"

TABLE = [
    ("eks-add-ons", "POST", ADDONS, new_addon),
    ("eks-add-ons", "GET", ADDONS, lambda r, c: {"addons": keys(c, ADDON)}),
    ("eks-add-ons", "GET", f"{ADDONS}/{ONE}", lambda r, c, key: {"addon": thing(c, ADDON, key)}),
    ("eks-add-ons", "POST", f"{ADDONS}/{ONE}/update", lambda r, c, key: {"update": change(c, ADDON, key, r.body) and update("AddonUpdate")}),
    ("eks-add-ons", "DELETE", f"{ADDONS}/{ONE}", lambda r, c, key: {"addon": take(c, ADDON, key)}),
    ("eks-access-entries", "POST", ENTRIES, new_entry),
    ("eks-access-entries", "GET", ENTRIES, lambda r, c: {"accessEntries": keys(c, ENTRY)}),
    ("eks-access-entries", "GET", f"{ENTRIES}/{ONE}", lambda r, c, key: {"accessEntry": thing(c, ENTRY, key)}),
    ("eks-access-entries", "POST", f"{ENTRIES}/{ONE}", lambda r, c, key: {"accessEntry": change(c, ENTRY, key, r.body)}),
    ("eks-access-entries", "DELETE", f"{ENTRIES}/{ONE}", lambda r, c, key: take(c, ENTRY, key) and {}),
    ("eks-access-entries", "POST", POLICIES, new_policy),
    ("eks-access-entries", "GET", POLICIES, policies),
    ("eks-access-entries", "DELETE", f"{POLICIES}/{ONE}", lambda r, c, who, key: take(c, f"{ENTRY}/{who}", key) and {}),
    ("eks-pod-identities", "POST", IDENTITIES, new_identity),
    ("eks-pod-identities", "GET", IDENTITIES, identities),
    ("eks-pod-identities", "GET", f"{IDENTITIES}/{ONE}", lambda r, c, key: {"association": thing(c, IDENTITY, key)}),
    ("eks-pod-identities", "POST", f"{IDENTITIES}/{ONE}", lambda r, c, key: {"association": change(c, IDENTITY, key, r.body)}),
    ("eks-pod-identities", "DELETE", f"{IDENTITIES}/{ONE}", lambda r, c, key: {"association": take(c, IDENTITY, key)}),
    ("eks-updates", "GET", f"{CLUSTER}/updates/{ONE}", lambda r, c, key: {"update": update("ConfigUpdate", key)}),
    ("eks-access-entries", "DELETE", CLUSTER, gone),
]
ROWS = [(name, method, path, of_cluster(work)) for name, method, path, work in TABLE]
