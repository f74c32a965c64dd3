"""Private Artifact Registry repositories whose images are encrypted with a key you own and never overwritten."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import artifactregistry

from stackwright.components.gcp.identity import account_of
from stackwright.components.gcp.project import project_of, unique
from stackwright.components.inputs import Args, In
from stackwright.components.roles import Identity

UNTAGGED_DAYS = 14
"""Days after which layers of a build that nothing names are removed."""
ID_LENGTH = 63
"""Characters of a repository's id: https://cloud.google.com/artifact-registry/docs/repositories/create-repos"""

_PULL = "roles/artifactregistry.reader"
_DAY = 24 * 60 * 60


class GcpRegistryArgs(Args):
    """Arguments of `GcpRegistry`."""

    key_id: In[str]
    """KMS key that encrypts every image; Artifact Registry may use it."""

    protect: bool | None = None
    """True: Pulumi refuses to delete the repository. Otherwise it is deleted with its images."""


class GcpRegistry(pulumi.ComponentResource):
    """A repository that only identities of the project pull from, once they are allowed to.

    Images are scanned where the project has the Container Scanning API switched on. Tags are immutable, so images
    with a tag stay until somebody removes them: https://cloud.google.com/artifact-registry/docs/docker/names#tags
    """

    url: Output[str]
    """Address that images are pushed to and pulled from, known at preview."""

    def __init__(self, name: str, args: GcpRegistryArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpRegistry", name, {}, opts)
        args = GcpRegistryArgs.model_validate(args)
        project = project_of(self)

        repository = artifactregistry.Repository(
            name,
            repository_id=unique(name, ID_LENGTH),
            location=project.region,
            description=f"Images of {name}",
            format="DOCKER",
            mode="STANDARD_REPOSITORY",
            kms_key_name=args.key_id,
            docker_config={"immutable_tags": True},
            vulnerability_scanning_config={"enablement_config": "INHERITED"},
            cleanup_policies=[_UNTAGGED],
            cleanup_policy_dry_run=False,
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )

        self._id, self._region = repository.repository_id, project.region
        host = Output.concat(project.region, "-docker.pkg.dev/")
        self.url = Output.concat(host, project.id, "/", repository.repository_id)
        self.register_outputs({"url": self.url})

    def allow_pull(self, who: Identity) -> None:
        """Let `who` pull images."""
        artifactregistry.RepositoryIamMember(
            f"{self.pulumi_resource_name}-{account_of(who).pulumi_resource_name}-pull",
            location=self._region,
            repository=self._id,
            role=_PULL,
            member=account_of(who).member,
            opts=ResourceOptions(parent=self),
        )


_UNTAGGED: artifactregistry.RepositoryCleanupPolicyArgsDict = {
    "id": "untagged",
    "action": "DELETE",
    "condition": {"tag_state": "UNTAGGED", "older_than": f"{UNTAGGED_DAYS * _DAY}s"},
}
