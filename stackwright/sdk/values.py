"""Plausible, deterministic values for what only a cloud knows: ids, ARNs, addresses, dates, certificates.

Forms of ids are those of the import examples in the providers' documentation, forms of ARNs those of the AWS Service
Authorization Reference; the tables are `identities.csv` and `values.csv`.
"""

import base64
import csv
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, ClassVar, cast

from stackwright.sdk.names import autoname
from stackwright.sdk.packages import package_of, snake_case
from stackwright.sdk.regions import Context, dns_suffix, partition, zone_id
from stackwright.sdk.schema import resource_schema

CREATED = "2026-01-01T00:00:00Z"
"""Date of everything made up; a fixed one keeps values deterministic."""

_PLACEHOLDER = re.compile(r"\{([\w-]+)\}")
_DIGEST = re.compile(r"(hex|HEX|digits)(\d+)")
_GLOBAL = {"iam", "organizations", "budgets", "ce", "cloudfront", "route53"}
_SERVICES = {
    "appautoscaling": "application-autoscaling",
    "cfg": "config",
    "costexplorer": "ce",
    "ebs": "ec2",
    "efs": "elasticfilesystem",
    "lb": "elasticloadbalancing",
    "alb": "elasticloadbalancing",
    "msk": "kafka",
    "sfn": "states",
    "vpc": "ec2",
}


@lru_cache(maxsize=1)
def _identities() -> Mapping[str, tuple[str, str]]:
    with files("stackwright.sdk").joinpath("identities.csv").open(encoding="utf-8") as file:
        return {row["token"]: (row["id"], row["arn"]) for row in csv.DictReader(file)}


@lru_cache(maxsize=1)
def _values() -> Mapping[tuple[str, str], str]:
    with files("stackwright.sdk").joinpath("values.csv").open(encoding="utf-8") as file:
        return {(row["token"], row["property"]): row["value"] for row in csv.DictReader(file)}


def id_parts(token: str) -> list[str]:
    """Inputs that the id of an AWS type is made of, such as `bucket` for the versioning of a bucket."""
    template = _identities().get(token, ("", ""))[0]
    schema = resource_schema(token)
    return [key for key in _PLACEHOLDER.findall(template) if schema is not None and key in schema.inputs]


class Maker:
    """Makes up the values of one resource; the same URN, seed and property always give the same value."""

    def __init__(self, token: str, name: str, known: Mapping[str, Any], urn: str, context: Context) -> None:
        self.token = token
        self.name = name
        self.known = known
        """Inputs, and outputs made up so far."""
        self.context = context
        region = known.get("region")
        self.region = region if isinstance(region, str) and region else context.region
        self._seed = f"{urn or token + name}\0{context.seed}"
        service = token.split(":")[1].partition("/")[0] if token.count(":") > 1 else token
        self.service = _SERVICES.get(service, service)

    def has(self, path: str) -> bool:
        """Whether the table names a value for the property at `path`."""
        return (self.token, path) in _values()

    def string(self, path: str, *, computed: bool = True) -> str:
        """Value of the string property at `path`, such as `vpcConfig.vpcId`; an input may stay empty."""
        template = _values().get((self.token, path))
        if template is not None:
            return self.fill(template, path)
        name = re.sub(r"\[\d+\]", "", path).rpartition(".")[2]
        return self._by_name(name, path) or (f"{name.lower()}-{self.digest(path)[:8]}" if computed else "")

    def id(self) -> str:
        """Provider id of the resource."""
        package = package_of(self.token)
        if package == "aws":
            template, _ = _identities().get(self.token, ("", ""))
            return self.fill(template, "id") if template else self.physical_name() or self._short_id()
        if package == "gcp":
            kind = self.token.rpartition(":")[2]
            place = self._known("location") or self._known("zone") or self._known("region") or "global"
            return f"projects/{self._project()}/locations/{place}/{kind[0].lower()}{kind[1:]}s/{self._stem()}"
        if package == "azure-native":
            return self._azure_id()
        spaced = [self._known("metadata.namespace"), self._known("metadata.name") or self._stem()]
        return "/".join(part for part in spaced if part)

    def physical_name(self) -> str:
        """The name that Check settled, empty for a type without one."""
        rule = autoname(self.token)
        return self._known(rule.property) if rule else ""

    def fill(self, template: str, path: str) -> str:
        """`template` with `{region}`, `{hex17}`, `{ecr}` (start of an ARN) and the resource's own properties."""
        return _PLACEHOLDER.sub(lambda match: self._placeholder(match.group(1), path), template)

    def digest(self, path: str) -> str:
        """64 hexadecimal digits for a property."""
        return hashlib.sha256(f"{self._seed}\0{path}".encode()).hexdigest()

    def _placeholder(self, key: str, path: str) -> str:
        if digits := _DIGEST.fullmatch(key):
            return self._digits(digits.group(1), int(digits.group(2)), path)
        if self._known(key):
            return self._known(key)
        fixed = {
            "region": self.region,
            "account": self.context.account,
            "partition": partition(self.region),
            "uuid": self._uuid(path),
            "octet": str(int(self.digest(path)[:2], 16) % 254 + 1),
        }
        if key == "zoneId":
            return zone_id(self._known("availabilityZone") or f"{self.region}a")
        if key in fixed:
            return fixed[key]
        place = "" if key in _GLOBAL else self.region
        written = key.islower() and key not in ("name", "bucket", "role", "url", "key", "topic", "repository", "id")
        start = f"arn:{partition(self.region)}:{key}:{place}:{self.context.account}"
        return start if written and key != "arn" else self.digest(key)[:8]

    def _digits(self, kind: str, count: int, path: str) -> str:
        if kind == "digits":
            return str(int(self.digest(path)[:16], 16))[:count]
        found = self.digest(path)[:count]
        return found.upper() if kind == "HEX" else found

    def _known(self, key: str) -> str:
        value: Any = self.known
        for step in key.split("."):
            value = cast(Mapping[str, Any], value).get(step) if isinstance(value, Mapping) else None
        return str(value) if isinstance(value, str | int | float) else ""

    def _stem(self) -> str:
        return self.physical_name() or self._known("name") or self.name

    def _short_id(self) -> str:
        return f"{snake_case(self.token.rpartition(':')[2]).replace('_', '')}-{self.digest('id')[:17]}"

    def _uuid(self, path: str) -> str:
        d = self.digest(path)
        return f"{d[:8]}-{d[8:12]}-{d[12:16]}-{d[16:20]}-{d[20:32]}"

    def _project(self) -> str:
        return self._known("project") or self.context.project

    def _azure_id(self) -> str:
        """An ARM id; the resource provider is made up from the module where the SDK does not name it."""
        _, module, kind = self.token.split(":")
        group = self._known("resourceGroupName")
        start = f"/subscriptions/{self.context.subscription}"
        if kind == "ResourceGroup":
            return f"{start}/resourceGroups/{self._stem()}"
        scope = f"{start}/resourceGroups/{group}" if group else start
        return f"{scope}/providers/Microsoft.{module.partition('/')[0]}/{kind[0].lower()}{kind[1:]}s/{self._stem()}"

    def _by_name(self, name: str, path: str) -> str:
        lower = name.lower()
        if package_of(self.token) == "aws" and lower.endswith("arn"):
            return self._arn(name, path)
        made = self.NAMED.get(lower)
        return self._by_ending(lower, path) if made is None else made(self, name, path)

    def _by_ending(self, lower: str, path: str) -> str:
        """By what the name ends with; empty for a name that says nothing."""
        if lower.endswith(("date", "time", "timestamp", "created", "updated", "edat")):
            return CREATED
        if lower.endswith(("endpoint", "url", "uri", "issuer")):
            return f"https://{self._host()}"
        if lower.endswith(("dns", "dnsname", "hostname", "fqdn")):
            return self._host()
        if lower.endswith(("certificate", "certificatedata")) or path.lower().endswith("authority.data"):
            pem = f"-----BEGIN CERTIFICATE-----\n{self.digest(path)}\n-----END CERTIFICATE-----\n"
            return base64.b64encode(pem.encode()).decode()
        if lower.endswith(("ipaddress", "privateip")):
            return self.fill("10.0.0.{octet}", path)
        return "1" if lower.endswith("version") else ""

    def _host(self) -> str:
        package = package_of(self.token)
        suffix = f"{self.service}.{dns_suffix(self.region)}" if package == "aws" else f"{package}.example.com"
        return f"{self._stem().lower().rpartition('/')[2]}.{self.region}.{suffix}"

    def _self_link(self) -> str:
        return f"https://www.googleapis.com/{self.service}/v1/{self._known('id') or self.id()}"

    def _arn(self, name: str, path: str) -> str:
        template = _identities().get(self.token, ("", ""))[1] if name == "arn" else ""
        if template:
            return self.fill(template, "arn" if "{id}" not in template else "id")
        kind = self.token.rpartition(":")[2].lower() if name == "arn" else snake_case(name).removesuffix("_arn")
        last = (self._known("id") or self.id()) if name == "arn" else self.digest(path)[:17]
        place = "" if self.service in _GLOBAL else self.region
        own = last.rpartition("/")[2] if last.startswith("arn:") else last
        start = f"arn:{partition(self.region)}:{self.service}:{place}:{self.context.account}"
        return f"{start}:{kind.replace('_', '-')}/{own}"

    NAMED: ClassVar[Mapping[str, Callable[["Maker", str, str], str]]] = {
        "region": lambda made, name, path: made.region,
        "location": lambda made, name, path: made.region,
        "project": lambda made, name, path: made._project(),
        "ownerid": lambda made, name, path: made.context.account,
        "accountid": lambda made, name, path: made.context.account,
        "selflink": lambda made, name, path: made._self_link(),
        "name": lambda made, name, path: made._stem() if name == path else "",
        "status": lambda made, name, path: "ACTIVE",
        "state": lambda made, name, path: "available",
        "provisioningstate": lambda made, name, path: "Succeeded",
        "availabilityzone": lambda made, name, path: f"{made.region}a",
        "uid": lambda made, name, path: made._uuid(path),
    }
    """Values of properties by their name in lower case."""
