"""The dataset that a sample of an endpoint's requests and answers is kept in."""

from pulumi import Output, Resource, ResourceOptions
from pulumi_gcp import bigquery, vertex

from stackwright.components.gcp.project import Project, unique
from stackwright.components.inputs import In

_DAY_MS = 24 * 60 * 60 * 1000
_ID_LENGTH = 100
_TABLE = "requests"


def sampled(
    name: str, project: Project, *, key_id: In[str], percent: int, retention_days: int, protect: bool, parent: Resource
) -> vertex.AiEndpointPredictRequestResponseLoggingConfigArgsDict:
    """Setting that keeps `percent` of the requests in BigQuery, encrypted, for `retention_days`.

    https://cloud.google.com/vertex-ai/docs/predictions/online-prediction-logging#request-response-logging
    """
    dataset = bigquery.Dataset(
        name,
        project=project.id,
        dataset_id=unique(name, _ID_LENGTH).replace("-", "_"),
        location=project.region,
        description=f"Requests and answers of {name}",
        default_encryption_configuration={"kms_key_name": key_id},
        default_table_expiration_ms=retention_days * _DAY_MS,
        delete_contents_on_destroy=not protect,
        opts=ResourceOptions(parent=parent, protect=protect or None),
    )
    place = Output.concat("bq://", project.id, ".", dataset.dataset_id, ".", _TABLE)
    return {
        "enabled": True,
        "sampling_rate": percent / 100,
        "bigquery_destination": {"output_uri": place},
    }
