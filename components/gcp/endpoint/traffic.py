"""Which deployments of an endpoint get which share of the requests, known only once all of them exist."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi import Output, ResourceOptions
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, ResourceProvider, UpdateResult

from stackwright.components.gcp.endpoint import vertex_api
from stackwright.components.inputs import In

FIELDS = ("region", "endpoint", "split")
"""Inputs of a traffic split."""


class TrafficProvider(ResourceProvider):
    """Sets the split of an endpoint, and clears it at the end, so that every model can be undeployed."""

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Send the requests to the deployments."""
        _set(props, props["split"])
        return CreateResult(f"{props['endpoint']}/trafficSplit", props)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """The split as it is; nothing when the endpoint was deleted."""
        try:
            found = vertex_api.endpoints(props["region"]).get_endpoint(name=props["endpoint"])
        except Exception as error:
            if vertex_api.is_gone(error):
                return ReadResult()
            raise
        return ReadResult(id_, {**props, "split": dict(found.traffic_split)})

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """Only another endpoint makes another split."""
        changed = [key for key in FIELDS if _olds.get(key) != _news.get(key)]
        replaced = [key for key in changed if key != "split"]
        return DiffResult(changes=bool(changed), replaces=replaced, delete_before_replace=False)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """Send the requests to other deployments, or in other shares."""
        _set(_news, _news["split"])
        return UpdateResult(_news)

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Take all traffic away."""
        try:
            _set(_props, {})
        except Exception as error:
            if not vertex_api.is_gone(error):
                raise


class Traffic(Resource, module="vertex", name="Traffic"):
    """The split of an endpoint's requests over its deployments."""

    endpoint: Output[str]
    """Path of the endpoint, once it answers."""

    def __init__(
        self,
        name: str,
        *,
        region: In[str],
        endpoint: In[str],
        deployments: Sequence[Output[str]],
        shares: Sequence[int],
        opts: ResourceOptions | None = None,
    ) -> None:
        split = pulumi.Output.all(*deployments).apply(lambda ids: dict(zip(ids, shares, strict=True)))
        super().__init__(TrafficProvider(), name, {"region": region, "endpoint": endpoint, "split": split}, opts)


def _set(props: Mapping[str, Any], split: Mapping[str, Any]) -> None:
    shares = {number: int(share) for number, share in split.items()}
    endpoint = {"name": props["endpoint"], "traffic_split": shares}
    request = {"endpoint": endpoint, "update_mask": {"paths": ["traffic_split"]}}
    vertex_api.endpoints(props["region"]).update_endpoint(request=request)
