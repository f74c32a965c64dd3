"""The service account of nodes, with the roles that Google documents for it, and the binding of pods to their own."""

from pulumi import Output, Resource, ResourceOptions
from pulumi_gcp import projects, serviceaccount

from stackwright.components.gcp.identity import ID_LENGTH
from stackwright.components.gcp.project import Project, unique

_ROLES = ("roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader")
"""https://cloud.google.com/kubernetes-engine/security/configure-node-service-accounts: logs, metrics and metadata; the
kubelet pulls images as the node, so it reads the project's registries."""


def node_account(name: str, project: Project, parent: Resource) -> tuple[Output[str], list[Resource]]:
    """E-mail of a service account for nodes, known at preview, and the grants that nodes wait for."""
    account = serviceaccount.Account(
        name,
        account_id=unique(name, ID_LENGTH),
        display_name=f"Nodes of {name}",
        project=project.id,
        opts=ResourceOptions(parent=parent),
    )
    email = project.email(account.account_id)
    granted: list[Resource] = [
        projects.IAMMember(
            f"{name}-{role.rpartition('.')[2]}",
            project=project.id,
            role=role,
            member=Output.concat("serviceAccount:", email),
            opts=ResourceOptions(parent=parent),
        )
        for role in _ROLES
    ]
    return email, granted


def bind_pods(
    name: str, email: Output[str], project: Project, pods: Output[str], parent: Resource
) -> serviceaccount.IAMMember:
    """Let `pods` (`<pool>[<namespace>/<service account>]`) act as the service account `email`.

    https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#kubernetes-sa-to-iam
    """
    return serviceaccount.IAMMember(
        name,
        service_account_id=project.path("serviceAccounts/", email),
        role="roles/iam.workloadIdentityUser",
        member=Output.concat("serviceAccount:", pods),
        opts=ResourceOptions(parent=parent),
    )
