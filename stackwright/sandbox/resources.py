"""What the sandbox cloud does with one resource: make it, change it, take it away."""

from collections.abc import Mapping
from typing import Any, cast

from stackwright.sandbox.check import DEFAULTS
from stackwright.sandbox.configuration import Settings
from stackwright.sandbox.store import NameTakenError, Row, Store
from stackwright.sandbox.wire import UNKNOWN, has_secret, opened, secret
from stackwright.sdk.outputs import fill_outputs, preview_outputs
from stackwright.sdk.packages import package_of
from stackwright.sdk.schema import resource_schema

LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
_HELD_BY_USERS = frozenset(
    {
        "aws:ec2/internetGateway:InternetGateway",
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/subnet:Subnet",
        "aws:ec2/vpc:Vpc",
    }
)
"""Types that EC2 does not delete while others refer to them (EC2 API errors, DependencyViolation)."""

_PROTECTIONS = ("deletionProtection", "deletionProtectionEnabled", "enableDeletionProtection", "disableApiTermination")


class RefusedError(Exception):
    """The cloud refuses a call, with its reason."""


class Cloud:
    """Everything that exists, and the rules by which it changes."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def expected(self, token: str, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Outputs of a resource before it is made: what the cloud decides is unknown."""
        plain = opened(_without_notes(inputs))
        outputs = preview_outputs(token, name, plain, UNKNOWN)
        return _with_secrets(token, inputs, outputs)

    def create(
        self, token: str, name: str, urn: str, inputs: Mapping[str, Any], settings: Settings, taken: str
    ) -> tuple[str, dict[str, Any]]:
        """(Id, outputs) of a new resource; raises `NameTakenError` when the cloud has one of the name `taken`."""
        seed = self.store.next_seed(urn)
        plain = opened(_without_notes(inputs))
        filled = fill_outputs(token, name, plain, urn, settings.context(seed))
        outputs = _with_secrets(token, inputs, filled)
        made = {"token": token, "id": filled["id"], "urn": urn, "name": name, "seed": seed}
        try:
            self.store.create(**made, inputs=inputs, outputs=outputs, cloud_name=taken)
        except NameTakenError:
            kind = token.rpartition(":")[2]
            raise NameTakenError(
                f"{kind}AlreadyExists: there is a {token} named {taken.rpartition('|')[2]} already"
            ) from None
        return filled["id"], outputs

    def update(
        self, token: str, id: str, urn: str, inputs: Mapping[str, Any], settings: Settings, *, preview: bool
    ) -> dict[str, Any]:
        """Outputs of a resource with other inputs; in a preview nothing changes."""
        row = self._existing(token, id, urn)
        seeded = settings.context(row.seed)
        plain = opened(_without_notes(inputs))
        filled = fill_outputs(token, row.name, plain, row.origin, seeded) | {"id": row.id}
        if token == LAUNCH_TEMPLATE:
            latest = int(cast(Any, opened(row.outputs.get("latestVersion")) or 1))
            filled["latestVersion"] = UNKNOWN if preview else latest + 1
        outputs = _with_secrets(token, inputs, filled)
        if not preview:
            self.store.hear(row, urn)
            self.store.update(row, inputs, outputs)
        return outputs

    def delete(self, token: str, id: str, urn: str) -> None:
        """Take a resource away; one that is gone already is no error, as in a cloud."""
        row = self.store.find(token, id, urn, oldest=True)
        if row is None:
            return
        protection = next((key for key in _PROTECTIONS if opened(row.inputs.get(key)) is True), None)
        if protection:
            raise RefusedError(f"OperationNotPermitted: {token} {id} has `{protection}` on and cannot be deleted")
        users = self.store.users(id, row.seq) if token in _HELD_BY_USERS else []
        if users:
            raise RefusedError(f"DependencyViolation: {id} has a dependent object, {users[0].token} {users[0].id}")
        # what is inside an Azure resource goes with it, whether Pulumi asks for that or leaves it to `deletedWith`
        inside = self.store.below(row) if package_of(token) == "azure-native" else []
        for each in (*inside, row):
            self.store.delete(each)

    def _existing(self, token: str, id: str, urn: str) -> Row:
        row = self.store.find(token, id, urn)
        if row is None:
            raise RefusedError(f"NotFound: {token} {id} does not exist any more; run `pulumi refresh`")
        return row


def _without_notes(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in inputs.items() if key != DEFAULTS}


def _with_secrets(token: str, inputs: Mapping[str, Any], outputs: dict[str, Any]) -> dict[str, Any]:
    """Outputs in which what the SDK or the program calls secret is marked so."""
    schema = resource_schema(token)
    hidden = {*(schema.secrets if schema else ()), *(key for key, value in inputs.items() if has_secret(value))}
    return {key: secret(value) if key in hidden else value for key, value in outputs.items()}
