"""What servers of RDS and DocumentDB are told, and moto forgets."""

import functools
import uuid

from moto.rds import models, utils

DOCUMENTS = "docdb"
NEW_MEMBER = "rds-ca-rsa2048-g1"


def around(kind, name, work):
    """Puts `work` in the place of a method; it gets the one that was there."""
    before = getattr(kind, name)
    setattr(kind, name, functools.wraps(before)(lambda self, *args, **given: work(before, self, *args, **given)))


def document_databases():
    """DocumentDB answers at the address of RDS; moto knows every other engine there."""
    figures = {"default_port": 27017, "default_allocated_storage": 1, "default_engine_version": "5.0.0"}

    def with_documents(before):
        return staticmethod(lambda: sorted([*before(), DOCUMENTS]))

    def of_documents(before, figure):
        return staticmethod(lambda *args, **given: figure if DOCUMENTS in (*args, *given.values()) else before(*args, **given))

    utils.ClusterEngine.list_cluster_engines = with_documents(utils.ClusterEngine.list_cluster_engines)
    utils.DbInstanceEngine.valid_db_instance_engine = with_documents(utils.DbInstanceEngine.valid_db_instance_engine)
    for kind in (models.DBCluster, models.DBInstance):
        for name in figures.keys() & vars(kind).keys():
            setattr(kind, name, of_documents(getattr(kind, name), figures[name]))
    models.DBInstance.default_engine_versions[DOCUMENTS] = figures["default_engine_version"]

    def cluster(made, self, *args, **given):
        made(self, *args, **given)
        if self.engine == DOCUMENTS:
            self.storage_type = None

    def member(made, self, *args, **given):
        made(self, *args, **given)
        if self.engine == DOCUMENTS:
            self.ca_certificate_identifier = NEW_MEMBER

    around(models.DBCluster, "__init__", cluster)
    around(models.DBInstance, "__init__", member)


def own_resource_ids():
    """Every server of moto has the same resource id, by which the provider asks for one of them."""

    def made_with_id(made, self, *args, **given):
        made(self, *args, **given)
        self.dbi_resource_id = "db-" + uuid.uuid4().hex[:26].upper()

    around(models.DBInstance, "__init__", made_with_id)


def insights_and_support():
    """Performance Insights and the kind of support."""
    kept = ("engine_lifecycle_support", "performance_insights_kms_key_id", "performance_insights_retention_period")

    def note(self, given):
        for name in kept:
            if name in given:
                setattr(self, name, given[name])
        if "enable_performance_insights" in given:
            self.performance_insights_enabled = given["enable_performance_insights"]

    def noted(before, self, *args, **given):
        before(self, *args, **given)
        note(self, given)

    models.DBInstance.performance_insights_enabled = False
    around(models.DBInstance, "__init__", noted)
    around(models.DBInstance, "update", noted)
    around(models.DBCluster, "__init__", noted)


def parameters_of_users():
    """A parameter that somebody has set says so; without it the provider takes it for a default of AWS."""

    def set_by_user(before, self, parameters):
        before(self, [{**parameter, "Source": "user"} for parameter in parameters])

    around(models.DBParameterGroup, "update_parameters", set_by_user)
    around(models.DBClusterParameterGroup, "update_cluster_parameters", set_by_user)


def provisioned_clusters():
    """A cluster that is not serverless has no scaling to tell of."""
    told = models.DBCluster.scaling_configuration_info.fget
    models.DBCluster.scaling_configuration_info = property(lambda self: told(self) if self.scaling_configuration else None)


PATCHES = {
    "aurora-provisioned": provisioned_clusters,
    "documentdb": document_databases,
    "rds-resource-ids": own_resource_ids,
    "rds-insights": insights_and_support,
    "rds-parameters": parameters_of_users,
}
