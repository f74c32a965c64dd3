"""A model on machines behind an endpoint, which the provider has no resource for."""

from collections.abc import Mapping
from typing import Any

from pulumi import Output, ResourceOptions
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, ResourceProvider, UpdateResult

from stackwright.components.gcp.endpoint import vertex_api

REQUESTS = "aiplatform.googleapis.com/prediction/online/request_count"
"""Metric that replicas follow: requests a minute (`autoscaling_target_request_count_per_minute` of Google's SDK)."""

_MACHINE = ("machineType", "acceleratorType", "acceleratorCount", "tpuTopology")
_SCALE = ("minReplicaCount", "maxReplicaCount", "requestsPerReplica")
_FIXED = ("region", "endpoint", "model", "displayName", "serviceAccount", *_MACHINE)
FIELDS = (*_FIXED, *_SCALE)
"""Inputs of a deployment."""

_MASK = [
    *("dedicated_resources.min_replica_count", "dedicated_resources.max_replica_count"),
    "dedicated_resources.autoscaling_metric_specs",
]


class DeploymentProvider(ResourceProvider):
    """Deploys a model without traffic, scales it, and takes it away from the traffic before it goes."""

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Deploy the model and wait until its replicas answer."""
        client, name = vertex_api.endpoints(props["region"]), props["endpoint"]
        operation = client.deploy_model(request={"endpoint": name, "deployed_model": _deployed_model(props)})
        made = operation.result(timeout=vertex_api.WAIT_SECONDS).deployed_model
        outputs = {**props, "deployedModelId": made.id, "serviceAttachment": made.private_endpoints.service_attachment}
        if not outputs["serviceAttachment"]:
            found = _found(client.get_endpoint(name=name), made.id)
            outputs["serviceAttachment"] = found.private_endpoints.service_attachment if found else ""
        return CreateResult(f"{name}/deployedModels/{made.id}", outputs)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """The deployment as it is; nothing when the model was undeployed or the endpoint deleted."""
        name, _, number = id_.partition("/deployedModels/")
        try:
            found = _found(vertex_api.endpoints(props["region"]).get_endpoint(name=name), number)
        except Exception as error:
            if vertex_api.is_gone(error):
                return ReadResult()
            raise
        if found is None:
            return ReadResult()
        on = found.dedicated_resources
        scale = {"minReplicaCount": on.min_replica_count, "maxReplicaCount": on.max_replica_count}
        return ReadResult(id_, {**props, "model": found.model, **scale})

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """The number of replicas changes in place; whatever else changes makes another deployment, before the old goes.

        https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.endpoints/mutateDeployedModel
        """
        changed = [key for key in FIELDS if _olds.get(key) != _news.get(key)]
        replaced = [key for key in changed if key in _FIXED]
        stable = [] if replaced else ["deployedModelId", "serviceAttachment"]
        return DiffResult(changes=bool(changed), replaces=replaced, stables=stable, delete_before_replace=False)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """Change how many replicas there are."""
        name, _, number = _id.partition("/deployedModels/")
        operation = vertex_api.endpoints(_news["region"]).mutate_deployed_model(
            request={
                "endpoint": name,
                "deployed_model": {"id": number, "dedicated_resources": _dedicated(_news)},
                "update_mask": {"paths": _MASK},
            }
        )
        operation.result(timeout=vertex_api.WAIT_SECONDS)
        kept = {key: _olds[key] for key in ("deployedModelId", "serviceAttachment")}
        return UpdateResult({**_news, **kept})

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Undeploy the model; its share of the traffic, if it still has one, goes to the others."""
        name, _, number = _id.partition("/deployedModels/")
        client = vertex_api.endpoints(_props["region"])
        try:
            endpoint = client.get_endpoint(name=name)
            if _found(endpoint, number) is None:
                return
            split = without(dict(endpoint.traffic_split), number)
            undeployed = {"endpoint": name, "deployed_model_id": number, "traffic_split": split}
            operation = client.undeploy_model(request=undeployed)
            operation.result(timeout=vertex_api.WAIT_SECONDS)
        except Exception as error:
            if not vertex_api.is_gone(error):
                raise


class Deployment(Resource, module="vertex", name="Deployment"):
    """A model on machines of its own behind an endpoint."""

    def __init__(self, name: str, props: Mapping[str, Any], opts: ResourceOptions | None = None) -> None:
        made = {"deployedModelId": None, "serviceAttachment": None}
        super().__init__(DeploymentProvider(), name, {**dict.fromkeys(FIELDS), **props, **made}, opts)

    @property
    def number(self) -> Output[str]:
        """Number of the deployment in its endpoint."""
        return self.id.apply(lambda path: path.rpartition("/")[2])

    @property
    def attachment(self) -> Output[str]:
        """Service attachment that a private address of the network forwards to."""
        return self.__dict__["serviceAttachment"]


def without(split: Mapping[str, int], number: str) -> dict[str, int]:
    """`split` of the traffic without the deployment `number`, in the same proportions; empty when none is left."""
    others = {key: share for key, share in split.items() if key != number and share}
    return dict(zip(others, percentages(list(others.values())), strict=True))


def percentages(weights: list[int] | list[float]) -> list[int]:
    """Whole percentages in proportion to `weights` that are 100 together: the largest remainders are rounded up."""
    total = sum(weights)
    exact = [100 * weight / total for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: shares[place] - exact[place])
    for place in by_remainder[: 100 - sum(shares)] if weights else []:
        shares[place] += 1
    return shares


def _deployed_model(props: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "model": props["model"],
        "display_name": props["displayName"],
        "service_account": props["serviceAccount"],
        "dedicated_resources": _dedicated(props),
    }


def _dedicated(props: Mapping[str, Any]) -> dict[str, Any]:
    machine: dict[str, Any] = {"machine_type": props["machineType"]}
    if props.get("acceleratorType"):
        machine |= {"accelerator_type": props["acceleratorType"], "accelerator_count": int(props["acceleratorCount"])}
    if props.get("tpuTopology"):
        machine |= {"tpu_topology": props["tpuTopology"]}
    return {
        "machine_spec": machine,
        "min_replica_count": int(props["minReplicaCount"]),
        "max_replica_count": int(props["maxReplicaCount"]),
        "autoscaling_metric_specs": [{"metric_name": REQUESTS, "target": int(props["requestsPerReplica"])}],
    }


def _found(endpoint: Any, number: str) -> Any:
    return next((each for each in endpoint.deployed_models if each.id == number), None)
