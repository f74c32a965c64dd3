"""Where a component is deployed, and names of what Google Cloud does not name itself.

Resource paths, members and filters are built from the project, the region and settled names only, so that every one
of them can be read, and judged, at preview.
"""

import hashlib
from dataclasses import dataclass

import pulumi
import pulumi_gcp
from pulumi import InvokeOutputOptions, Output, Resource
from pulumi_gcp import organizations

DIGITS = 7
"""Hexadecimal digits after a name, as many as Pulumi itself adds."""


@dataclass(frozen=True, slots=True)
class Project:
    """The project and region that a component is deployed to."""

    id: Output[str]
    number: Output[str]
    region: Output[str]
    billing_account: Output[str]
    """Billing account that the project's bill goes to."""

    def path(self, *rest: str | Output[str]) -> Output[str]:
        """`projects/<id>/` and the parts of `rest` joined."""
        return Output.concat("projects/", self.id, "/", *rest)

    def email(self, account_id: Output[str]) -> Output[str]:
        """E-mail of a service account of the project."""
        return Output.concat(account_id, "@", self.id, ".iam.gserviceaccount.com")

    def regional(self, *rest: str | Output[str]) -> Output[str]:
        """`projects/<id>/locations/<region>/` and the parts of `rest` joined."""
        return self.path("locations/", self.region, "/", *rest)


def project_of(component: Resource) -> Project:
    """Project and region of the provider that the children of `component` are made with."""
    made = component.get_provider("gcp:organizations/getProject:getProject")
    by = made if isinstance(made, pulumi_gcp.Provider) else None
    project = _setting(by.project) if by else pulumi_gcp.config.project
    found = organizations.get_project_output(project_id=project, opts=InvokeOutputOptions(parent=component))
    region = Output.from_input(_setting(by.region) if by else pulumi_gcp.config.region)
    return Project(
        id=found.project_id.apply(lambda id: _given("project", id)),
        number=found.number,
        region=region.apply(lambda name: _given("region", name)),
        billing_account=found.billing_account,
    )


def unique(name: str, longest: int) -> str:
    """`name`, cut to fit, and digits that it has in this stack only: two stacks may share a project."""
    seed = "/".join((pulumi.get_organization(), pulumi.get_project(), pulumi.get_stack(), name))
    digits = hashlib.sha256(seed.encode()).hexdigest()[:DIGITS]
    return f"{name[: longest - DIGITS - 1].rstrip('-')}-{digits}"


def _setting(value: Output[str | None]) -> Output[str | None]:
    """A setting of a provider without the wait for it, None where there is none.

    Nothing is looked up, at preview, by what waits for a resource that is not made yet.
    """
    return Output.from_input(value.future())


def _given(what: str, value: str | None) -> str:
    if not value:
        raise pulumi.RunError(f"no {what} for Google Cloud: pulumi config set gcp:{what} <{what}>")
    return value
