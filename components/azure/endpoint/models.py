"""The model, the image and the machines behind each variant."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import Input, Output, Resource, ResourceOptions
from pulumi_azure_native import machinelearningservices as ml

from stackwright.components.azure.endpoint.host import HOST
from stackwright.components.intents import Variant

PORT, HEALTH, SCORE = 8080, "/ping", "/invocations"
"""Where a container listens and answers: as SageMaker has it, so that one image serves on either cloud.

https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
"""
MODEL_FOLDER = "/opt/ml/model"
"""Where a container finds its model, on either cloud."""

NAME_MAX = 32
"""https://learn.microsoft.com/azure/machine-learning/how-to-manage-quotas#azure-machine-learning-online-endpoints"""

REQUEST_TIMEOUT = "PT3M"
"""The longest that Azure lets a request last.

https://learn.microsoft.com/azure/machine-learning/reference-yaml-deployment-managed-online#requestsettings
"""
CONCURRENT_REQUESTS = 16
"""Requests that an instance is given at once, others wait; servers of large models batch them."""

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Workspace that models and deployments are registered in."""

    subscription: Output[str]
    resource_group: Input[str]
    workspace: Output[str]
    location: str
    tags: Mapping[str, str]
    parent: Resource

    def data(self, datastore: str, path: str) -> Output[str]:
        """Address of `path` in a datastore of the workspace."""
        start = Output.concat("azureml://subscriptions/", self.subscription, "/resourcegroups/", self.resource_group)
        return Output.concat(start, "/workspaces/", self.workspace, "/datastores/", datastore, "/paths/", path)


def deployment_name(variant: Variant) -> str:
    """Name of the deployment of `variant`, which says its machine: another machine is another deployment beside it.

    Azure does not change the machine of a deployment that exists.
    """
    return f"{variant.name[: NAME_MAX - _DIGITS - 1]}-{_version(variant.machine.name)[:_DIGITS]}"


def datastore(name: str, place: Place, account: Input[str], container: Input[str], called: str) -> Output[str]:
    """Name of a datastore over a container, which the workspace reads and writes by its identity."""
    made = ml.Datastore(
        name,
        name=called,
        resource_group_name=place.resource_group,
        workspace_name=place.workspace,
        skip_validation=True,
        properties=ml.AzureBlobDatastoreArgs(
            datastore_type="AzureBlob",
            account_name=account,
            container_name=container,
            endpoint="core.windows.net",
            protocol="https",
            credentials=ml.NoneDatastoreCredentialsArgs(credentials_type="None"),
            service_data_access_auth_identity="WorkspaceUserAssignedIdentity",
        ),
        opts=ResourceOptions(parent=place.parent),
    )
    return made.urn.apply(lambda _: called)


def environment(name: str, place: Place, image: str) -> Output[str]:
    """Id of the environment that runs `image`; another image is another version of it."""
    health: ml.RouteArgsDict = {"port": PORT, "path": HEALTH}
    made = ml.EnvironmentVersion(
        name,
        name=name,
        version=_version(image),
        resource_group_name=place.resource_group,
        workspace_name=place.workspace,
        properties={
            "image": image,
            "os_type": "Linux",
            "inference_config": {
                "liveness_route": health,
                "readiness_route": health,
                "scoring_route": {"port": PORT, "path": SCORE},
            },
        },
        opts=ResourceOptions(parent=place.parent),
    )
    return made.id


def model(name: str, place: Place, model_data: str, stores: dict[str, Output[str]]) -> Output[str]:
    """Id of the model whose files are at `model_data`; `stores` gains the datastore of its container."""
    found = HOST.files(model_data)
    called = re.sub(r"\W", "_", f"{found['account']}_{found['container']}")
    if called not in stores:
        store = f"{place.parent.pulumi_resource_name}-{found['account']}-{found['container']}"
        stores[called] = datastore(store, place, found["account"], found["container"], called)
    made = ml.ModelVersion(
        name,
        name=name,
        version=_version(model_data),
        resource_group_name=place.resource_group,
        workspace_name=place.workspace,
        properties={
            "model_uri": stores[called].apply(lambda store: place.data(store, found["path"])),
            "model_type": "custom_model",
        },
        opts=ResourceOptions(parent=place.parent),
    )
    return made.id


def captured(name: str, place: Place, store: Output[str], percent: int) -> ml.DataCollectorArgs:
    """Sample of requests and answers, below `name` in the container of `store`."""
    made = ml.DataVersion(
        name,
        name=name,
        version="1",
        resource_group_name=place.resource_group,
        workspace_name=place.workspace,
        properties=ml.UriFolderDataVersionArgs(
            data_type="uri_folder", data_uri=store.apply(lambda called: place.data(called, f"{name}/"))
        ),
        opts=ResourceOptions(parent=place.parent),
    )
    kept = ml.CollectionArgs(data_collection_mode="Enabled", sampling_rate=percent / 100, data_id=made.id)
    return ml.DataCollectorArgs(rolling_rate="Hour", collections={"request": kept, "response": kept})


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def deployed(
    name: str,
    place: Place,
    variant: Variant,
    endpoint: ml.OnlineEndpoint,
    endpoint_name: Output[str],
    stores: dict[str, Output[str]],
    collector: ml.DataCollectorArgs | None,
) -> ml.OnlineDeployment:
    """Deployment of `variant`; it goes with its endpoint, as Azure keeps one that has traffic from being deleted.

    Instances are counted at first; later an autoscale setting counts them.
    """
    scaled = variant.instances_max > variant.instances_min
    return ml.OnlineDeployment(
        name,
        deployment_name=deployment_name(variant),
        endpoint_name=endpoint_name,
        resource_group_name=place.resource_group,
        workspace_name=place.workspace,
        location=place.location,
        kind="Managed",
        sku={"name": "Default", "capacity": variant.instances_min},
        properties=_serving(name, place, variant, stores, collector),
        tags=dict(place.tags),
        opts=ResourceOptions(
            parent=place.parent,
            deleted_with=endpoint,
            ignore_changes=["sku.capacity"] if scaled else None,
        ),
    )


def _serving(
    name: str,
    place: Place,
    variant: Variant,
    stores: dict[str, Output[str]],
    collector: ml.DataCollectorArgs | None,
) -> ml.ManagedOnlineDeploymentArgs:
    # a class, as keys of a dict are not translated where a property takes one of several types
    return ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        instance_type=variant.machine.managed_name,
        environment_id=environment(name, place, variant.image),
        environment_variables=dict(variant.environment),
        model=model(name, place, variant.model_data, stores) if variant.model_data else None,
        model_mount_path=MODEL_FOLDER if variant.model_data else None,
        egress_public_network_access="Disabled",
        app_insights_enabled=True,
        data_collector=collector,
        scale_settings=ml.DefaultScaleSettingsArgs(scale_type="Default"),
        request_settings=ml.OnlineRequestSettingsArgs(
            request_timeout=REQUEST_TIMEOUT, max_concurrent_requests_per_instance=CONCURRENT_REQUESTS
        ),
        startup_probe=_probe(initial_delay="PT30S", period="PT30S", failures=120),
        liveness_probe=_probe(initial_delay="PT10S", period="PT10S", failures=30),
        readiness_probe=_probe(initial_delay="PT10S", period="PT10S", failures=30),
    )


def _probe(*, initial_delay: str, period: str, failures: int) -> ml.ProbeSettingsArgs:
    """Probe that gives up after `failures` periods: an hour at the start, for a large model to load."""
    return ml.ProbeSettingsArgs(
        initial_delay=initial_delay, period=period, timeout="PT10S", failure_threshold=failures, success_threshold=1
    )
