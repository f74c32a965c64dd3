from collections.abc import Sequence

import pulumi
from pulumi import ComponentResource, ResourceOptions
from pulumi_kubernetes.apps.v1 import Deployment, DeploymentSpecArgs
from pulumi_kubernetes.core.v1 import (
    ContainerArgs,
    ContainerPortArgs,
    PodSpecArgs,
    PodTemplateSpecArgs,
    ResourceRequirementsArgs,
    SecurityContextArgs,
    Service,
    ServicePortArgs,
    ServiceSpecArgs,
)
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs


class ServiceDeployment(ComponentResource):
    deployment: Deployment
    service: Service
    ip_address: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        image: str,
        ports: Sequence[int],
        resources: ResourceRequirementsArgs = None,
        replicas: int | None = None,
        service_type: str | None = None,
        privileged: bool | None = None,
        opts: ResourceOptions = None,
    ) -> None:
        super().__init__("k8sx:component:ServiceDeployment", name, {}, opts)

        labels = {"app": name}
        container = ContainerArgs(
            name=name,
            image=image,
            resources=resources,
            ports=[ContainerPortArgs(container_port=port) for port in ports],
            security_context=SecurityContextArgs(privileged=True) if privileged else None,
        )
        self.deployment = Deployment(
            name,
            spec=DeploymentSpecArgs(
                selector=LabelSelectorArgs(match_labels=labels),
                replicas=replicas or 1,
                template=PodTemplateSpecArgs(
                    metadata=ObjectMetaArgs(labels=labels),
                    spec=PodSpecArgs(containers=[container]),
                ),
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.service = Service(
            name,
            metadata=ObjectMetaArgs(name=name, labels=self.deployment.metadata.apply(lambda meta: meta.labels)),
            spec=ServiceSpecArgs(
                ports=[ServicePortArgs(port=port, target_port=port) for port in ports],
                selector=labels,
                type=service_type,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.ip_address = self.service.spec.apply(lambda spec: spec.cluster_ip)
        self.register_outputs({})
