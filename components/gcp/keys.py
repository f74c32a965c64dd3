"""Cloud KMS keys that encrypt the data of one stack, usable only by the services that the stack uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pulumi
from pulumi import InvokeOutputOptions, Output, ResourceOptions
from pulumi_gcp import kms
from pydantic import Field

from stackwright.components.gcp.project import project_of
from stackwright.components.inputs import Args
from stackwright.components.waits import after

ROTATION_DAYS = 90
"""Days after which a new version encrypts: CIS Google Cloud Foundations 1.10."""

_DAY = 24 * 60 * 60
_USE = "roles/cloudkms.cryptoKeyEncrypterDecrypter"


class KeyUser(StrEnum):
    """Services that encrypt with a key of the stack."""

    ARTIFACTS = "artifacts"
    BIGQUERY = "bigquery"
    COMPUTE = "compute"
    CONTAINER = "container"
    FILESTORE = "filestore"
    LOGGING = "logging"
    LUSTRE = "lustre"
    PUBSUB = "pubsub"
    STORAGE = "storage"
    VERTEX = "vertex"


@dataclass(frozen=True, slots=True)
class _Agent:
    """The account that a service acts as."""

    domain: str
    service: str | None = None
    """API whose agent is made when asked for; the others come with their API."""


_AGENTS: Mapping[KeyUser, _Agent] = {
    KeyUser.ARTIFACTS: _Agent("gcp-sa-artifactregistry", "artifactregistry.googleapis.com"),
    KeyUser.COMPUTE: _Agent("compute-system"),
    KeyUser.CONTAINER: _Agent("container-engine-robot"),
    KeyUser.FILESTORE: _Agent("cloud-filer", "file.googleapis.com"),
    KeyUser.LUSTRE: _Agent("gcp-sa-lustre", "lustre.googleapis.com"),
    KeyUser.PUBSUB: _Agent("gcp-sa-pubsub", "pubsub.googleapis.com"),
    KeyUser.VERTEX: _Agent("gcp-sa-aiplatform", "aiplatform.googleapis.com"),
}
"""`service-<project number>@<domain>.iam.gserviceaccount.com`: https://cloud.google.com/iam/docs/service-agents.

BigQuery, Cloud Logging and Cloud Storage are asked for the account they use, which also makes it.
"""


class GcpKeyArgs(Args):
    """Arguments of `GcpKey`."""

    used_by: list[KeyUser] = []
    """Services that may use the key from the start; `GcpKey.used_by` adds others."""

    deletion_window_days: int = Field(default=30, ge=14, le=120)
    """Days between the wish to delete a version of the key and its end; data is lost with it."""

    protect: bool = False
    """Pulumi refuses to delete the key."""


class GcpKey(pulumi.ComponentResource):
    """A symmetric key, rotated every 90 days, that no person may use and each service only once it is granted."""

    id: Output[str]
    """Path of the key, known at preview."""

    name: Output[str]
    """Name of the key, known at preview and different in every stack."""

    def __init__(self, name: str, args: GcpKeyArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpKey", name, {}, opts)
        args = GcpKeyArgs.model_validate(args)
        self._project = project_of(self)
        self._granted: dict[KeyUser, Output[str]] = {}
        self._members: dict[KeyUser, Output[str]] = {}

        ring = kms.KeyRing(name, location=self._project.region, opts=ResourceOptions(parent=self))
        path = self._project.regional("keyRings/", ring.name)
        key = kms.CryptoKey(
            name,
            key_ring=path,
            purpose="ENCRYPT_DECRYPT",
            rotation_period=f"{ROTATION_DAYS * _DAY}s",
            destroy_scheduled_duration=f"{args.deletion_window_days * _DAY}s",
            version_template={"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protection_level": "SOFTWARE"},
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )

        self.name = key.name
        self._id = Output.concat(path, "/cryptoKeys/", key.name)
        self.id = after(self._id, *(self._grant(user) for user in dict.fromkeys(args.used_by)))
        self.register_outputs({"id": self.id, "name": self.name})

    def used_by(self, *users: KeyUser) -> Output[str]:
        """Path of the key, for resources of `users`: who waits for it also waits until they may use it."""
        return after(self._id, *(self._grant(user) for user in users))

    def member(self, user: KeyUser) -> Output[str]:
        """The account that `user` acts as in this project, as IAM policies name it, once it exists."""
        if user not in self._members:
            self._members[user] = Output.concat("serviceAccount:", self._account(user))
        return self._members[user]

    def _grant(self, user: KeyUser) -> Output[str]:
        if user not in self._granted:
            member = kms.CryptoKeyIAMMember(
                f"{self.pulumi_resource_name}-{user}",
                crypto_key_id=self._id,
                role=_USE,
                member=self.member(user),
                opts=ResourceOptions(parent=self),
            )
            self._granted[user] = member.role
        return self._granted[user]

    def _account(self, user: KeyUser) -> Output[str]:
        """E-mail of the account that `user` acts as, once it exists."""
        asking, project = InvokeOutputOptions(parent=self), self._project.id
        if user is KeyUser.STORAGE:
            from pulumi_gcp import storage

            return storage.get_project_service_account_output(project=project, opts=asking).email_address
        if user is KeyUser.LOGGING:
            from pulumi_gcp import logging

            return logging.get_project_cmek_settings_output(project=project, opts=asking).service_account_id
        if user is KeyUser.BIGQUERY:
            from pulumi_gcp import bigquery

            return bigquery.get_default_service_account_output(project=project, opts=asking).email
        agent = _AGENTS[user]
        email = Output.concat("service-", self._project.number, f"@{agent.domain}.iam.gserviceaccount.com")
        if agent.service is None:
            return email
        from pulumi_gcp import projects

        made = projects.ServiceIdentity(
            f"{self.pulumi_resource_name}-{user}",
            project=project,
            service=agent.service,
            opts=ResourceOptions(parent=self),
        )
        return after(email, made.service)
