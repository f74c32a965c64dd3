"""A container as a model of Vertex AI, which the provider has no resource for."""

from collections.abc import Mapping
from typing import Any

from pulumi import ResourceOptions
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, ResourceProvider

from stackwright.components.gcp.endpoint import vertex_api

_LOAD_SECONDS = 7200
"""Longest that a deployment may take; large models need it, and it is the API's limit."""

_SHARED_MEMORY_MB = 16 * 1024
"""Memory through which the processes of several accelerators talk; a container has 64 MB otherwise."""


class UploadedModelProvider(ResourceProvider):
    """Uploads a model and deletes it; a changed one is uploaded anew, and the old one goes when nothing serves it."""

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Upload the model and wait for it."""
        operation = vertex_api.models(props["region"]).upload_model(
            request={"parent": f"projects/{props['project']}/locations/{props['region']}", "model": _model(props)}
        )
        name: str = operation.result(timeout=vertex_api.WAIT_SECONDS).model
        return CreateResult(name, dict(props))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """The model as it is; nothing when it was deleted."""
        try:
            found = vertex_api.models(props["region"]).get_model(name=id_)
        except Exception as error:
            if vertex_api.is_gone(error):
                return ReadResult()
            raise
        return ReadResult(id_, {**props, "displayName": found.display_name, "image": found.container_spec.image_uri})

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """Whatever changes makes another model."""
        changed = [key for key in FIELDS if _olds.get(key) != _news.get(key)]
        return DiffResult(changes=bool(changed), replaces=changed, delete_before_replace=False)

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Delete the model with all its versions; one that is gone already is no mistake."""
        try:
            vertex_api.models(_props["region"]).delete_model(name=_id).result(timeout=vertex_api.WAIT_SECONDS)
        except Exception as error:
            if not vertex_api.is_gone(error):
                raise


FIELDS = (
    *("project", "region", "displayName", "image", "artifactUri", "environment", "kmsKeyName", "labels"),
    *("port", "predictRoute", "healthRoute", "sharedMemory"),
)
"""Inputs of an uploaded model."""


class UploadedModel(Resource, module="vertex", name="UploadedModel"):
    """A model of Vertex AI behind one container image; its id is its path."""

    def __init__(self, name: str, props: Mapping[str, Any], opts: ResourceOptions | None = None) -> None:
        super().__init__(UploadedModelProvider(), name, {**dict.fromkeys(FIELDS), **props}, opts)


def _model(props: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the API's `Model`; Vertex AI tells the container its port and paths, unless they are given.

    https://cloud.google.com/vertex-ai/docs/predictions/custom-container-requirements
    """
    environment: Mapping[str, str] = props.get("environment") or {}
    container: dict[str, Any] = {
        "image_uri": props["image"],
        "env": [{"name": key, "value": value} for key, value in sorted(environment.items())],
        "ports": [{"container_port": int(props["port"])}] if props.get("port") else [],
        "predict_route": props.get("predictRoute") or "",
        "health_route": props.get("healthRoute") or "",
        "deployment_timeout": {"seconds": _LOAD_SECONDS},
        "shared_memory_size_mb": _SHARED_MEMORY_MB if props.get("sharedMemory") else 0,
    }
    return {
        "display_name": props["displayName"],
        "container_spec": container,
        "artifact_uri": props.get("artifactUri") or "",
        "encryption_spec": {"kms_key_name": props["kmsKeyName"]},
        "labels": props.get("labels") or {},
    }
