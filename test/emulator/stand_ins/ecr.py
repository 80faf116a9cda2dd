"""Pull-through caches of ECR and the template of the repositories that they make. Nothing is ever pulled here."""

from .kept import STORE, Refused, change, put, take, thing

RULE, TEMPLATE = "pull-through-cache", "repository-template"
MISSING = {RULE: "PullThroughCacheRuleNotFoundException", TEMPLATE: "TemplateNotFoundException"}


def here(work):
    """What a registry lacks has a name of its own at ECR."""

    def answer(request, kind, *parts):
        try:
            return work(request, kind, *parts)
        except Refused as refused:
            raise (Refused(400, MISSING[kind], str(refused)) if refused.status == 404 else refused)

    return answer


def asked(request, kind, wanted):
    names = request.body.get(wanted) or [key for owner, known, key in STORE if (owner, known) == (request.region, kind)]
    return [thing(request.region, kind, name) for name in names]


@here
def made(request, kind, key):
    usual = {"imageTagMutability": "MUTABLE"} if kind == TEMPLATE else {}
    return put(request.region, kind, request.body[key], {**usual, **request.body})


@here
def shown(request, kind, wanted):
    return asked(request, kind, wanted)


@here
def changed(request, kind, key):
    return change(request.region, kind, request.body[key], request.body)


@here
def removed(request, kind, key):
    return take(request.region, kind, request.body[key])


PREFIX = "ecrRepositoryPrefix"

TABLE = [
    ("CreatePullThroughCacheRule", lambda r: made(r, RULE, PREFIX)),
    ("DescribePullThroughCacheRules", lambda r: {"pullThroughCacheRules": shown(r, RULE, "ecrRepositoryPrefixes")}),
    ("UpdatePullThroughCacheRule", lambda r: changed(r, RULE, PREFIX)),
    ("DeletePullThroughCacheRule", lambda r: removed(r, RULE, PREFIX)),
    ("CreateRepositoryCreationTemplate", lambda r: {"repositoryCreationTemplate": made(r, TEMPLATE, "prefix")}),
    ("DescribeRepositoryCreationTemplates", lambda r: {"repositoryCreationTemplates": shown(r, TEMPLATE, "prefixes")}),
    ("UpdateRepositoryCreationTemplate", lambda r: {"repositoryCreationTemplate": changed(r, TEMPLATE, "prefix")}),
    ("DeleteRepositoryCreationTemplate", lambda r: {"repositoryCreationTemplate": removed(r, TEMPLATE, "prefix")}),
]
ROWS = [("ecr-pull-through-caches", "POST", f"/{operation}", work) for operation, work in TABLE]
