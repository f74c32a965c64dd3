"""Private ECR repositories whose images are scanned, encrypted with a key you own and never overwritten."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ecr
from pydantic import Field

from stackwright.components.aws.account import account_of
from stackwright.components.aws.identity import role_of
from stackwright.components.inputs import Args, In
from stackwright.components.roles import Identity

UNTAGGED_DAYS = 14
"""Days after which layers of a build that nothing names are removed."""

_PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


class AwsRegistryArgs(Args):
    """Arguments of `AwsRegistry`."""

    key_arn: In[str]
    """KMS key that encrypts every image."""

    images_kept: int = Field(default=100, ge=1, le=10_000)
    """Images kept, the oldest go first."""

    protect: bool | None = None
    """True: Pulumi refuses to delete the repository. False: it is deleted with its images. Unset: only when empty."""


class AwsRegistry(pulumi.ComponentResource):
    """A repository that only identities of the account pull from, once they are allowed to."""

    url: Output[str]
    """Address that images are pushed to and pulled from, known at preview."""

    def __init__(self, name: str, args: AwsRegistryArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsRegistry", name, {}, opts)
        args = AwsRegistryArgs.model_validate(args)
        account = account_of(self)

        repository = ecr.Repository(
            name,
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": args.key_arn}],
            image_scanning_configuration={"scan_on_push": True},
            image_tag_mutability="IMMUTABLE",
            force_delete=args.protect is False,
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )
        ecr.LifecyclePolicy(
            name,
            repository=repository.name,
            policy=Output.json_dumps({"rules": [_untagged(1), _oldest(2, args.images_kept)]}),
            opts=ResourceOptions(parent=self),
        )

        self._arn = account.arn("ecr", "repository/", repository.name)
        host = Output.concat(account.id, ".dkr.ecr.", account.region, ".", account.dns_suffix)
        self.url = Output.concat(host, "/", repository.name)
        self.register_outputs({"url": self.url})

    def allow_pull(self, who: Identity) -> None:
        """Let `who` pull images; a log-in to ECR is for the whole account, so it has no narrower resource."""
        role_of(who).grant(
            f"{self.pulumi_resource_name}-pull",
            {"Effect": "Allow", "Action": _PULL, "Resource": self._arn},
            {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
        )


def _untagged(priority: int) -> dict[str, object]:
    """Rules as in https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html."""
    return {
        "rulePriority": priority,
        "description": f"untagged images go after {UNTAGGED_DAYS} days",
        "selection": {
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": UNTAGGED_DAYS,
        },
        "action": {"type": "expire"},
    }


def _oldest(priority: int, kept: int) -> dict[str, object]:
    """A rule for images of any status must be the last one."""
    return {
        "rulePriority": priority,
        "description": f"the newest {kept} images are kept",
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": kept},
        "action": {"type": "expire"},
    }
