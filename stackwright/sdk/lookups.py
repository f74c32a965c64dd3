"""Deterministic answers of the look-ups (`getCallerIdentity` and the like) that components make."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from ruamel.yaml import YAML

from stackwright.sdk.documents import policy_json
from stackwright.sdk.regions import ACCOUNT, Context, dns_suffix, partition, zone_id, zones

Answer = Callable[[Mapping[str, Any], str], dict[str, Any]]


def answer(token: str, args: Mapping[str, Any], region: str) -> dict[str, Any] | None:
    """Result of a look-up in `region`, None for one that is not known here; arguments are part of the result."""
    known = _ANSWERS.get(token)
    if known is None:
        return None
    where = args.get("region")
    place = where if isinstance(where, str) and where else region
    given = {key: value for key, value in args.items() if value is not None}
    return {**given, **known(args, place)}


def known_lookups() -> list[str]:
    """Tokens of all look-ups that have an answer."""
    return sorted(_ANSWERS)


def _caller(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    arn = f"arn:{partition(region)}:iam::{ACCOUNT}:user/sandbox"
    return {"accountId": ACCOUNT, "arn": arn, "id": ACCOUNT, "userId": "AIDASANDBOXUSER0000000"}


def _partition(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    name = partition(region)
    reverse = ".".join(reversed(dns_suffix(region).split(".")))
    return {"id": name, "partition": name, "dnsSuffix": dns_suffix(region), "reverseDnsPrefix": reverse}


def _region(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    name = args.get("name") or region
    endpoint = f"ec2.{name}.{dns_suffix(name)}"
    return {"id": name, "name": name, "region": name, "description": name, "endpoint": endpoint}


def _zones(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    excluded = {*(args.get("excludeNames") or ()), *(args.get("excludeZoneIds") or ())}
    names = [name for name in zones(region) if name not in excluded and zone_id(name) not in excluded]
    return {"id": region, "names": names, "zoneIds": [zone_id(name) for name in names], "groupNames": [region]}


def _policy_document(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    text = policy_json(args)
    return {"id": _digits(text), "json": text, "minifiedJson": _minified(text), "version": "2012-10-17"}


def _parameter(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    name = str(args.get("name", ""))
    start = f"arn:{partition(region)}:ssm:{region}:"
    value = f"ami-{hashlib.sha256(f'{region}{name}'.encode()).hexdigest()[:17]}"
    if "image_id" not in name and "ami" not in name:
        value = f"value-of-{name.strip('/').replace('/', '-')}"
    arn = f"{start}:parameter{name}" if name.startswith("/aws/") else f"{start}{ACCOUNT}:parameter/{name.lstrip('/')}"
    insecure = {"value": value, "insecureValue": value}
    return {"id": name, "name": name, "arn": arn, "type": "String", "version": 1, **insecure}


def _prefix_list(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    name = args.get("name") or f"com.amazonaws.{region}.s3"
    found = args.get("prefixListId") or f"pl-{hashlib.sha256(str(name).encode()).hexdigest()[:8]}"
    return {"id": found, "name": name, "cidrBlocks": ["203.0.113.0/24"]}


def _service(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    service = args.get("serviceId") or str(args.get("reverseDnsName", "")).rpartition(".")[2]
    prefix = ".".join(reversed(dns_suffix(region).split(".")))
    return {
        "id": f"{service}.{region}.{dns_suffix(region)}",
        "serviceId": service,
        "region": region,
        "partition": partition(region),
        "dnsName": f"{service}.{region}.{dns_suffix(region)}",
        "reverseDnsName": f"{prefix}.{region}.{service}",
        "reverseDnsPrefix": prefix,
        "supported": True,
    }


def _gcp_project(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    project = args.get("projectId") or Context().project
    return {
        "id": f"projects/{project}",
        "projectId": project,
        "name": project,
        "number": _project_number(project),
        "billingAccount": "012345-6789AB-CDEF01",
    }


def _gcp_storage_agent(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    email = _agent(args, "service-{}@gs-project-accounts")
    return {"id": email, "emailAddress": email, "member": f"serviceAccount:{email}"}


def _gcp_bigquery_agent(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    email = _agent(args, "bq-{}@bigquery-encryption")
    return {"id": email, "email": email, "member": f"serviceAccount:{email}"}


def _gcp_logging_settings(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    project = args.get("project") or Context().project
    name = f"projects/{project}/settings"
    email = _agent(args, "service-{}@gcp-sa-logging")
    return {"id": name, "name": name, "serviceAccountId": email, "kmsKeyName": "", "kmsKeyVersionName": ""}


def _azure_client(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    context = Context()
    ids = [_guid(what) for what in ("client", "object", "tenant")]
    found = dict(zip(("clientId", "objectId", "tenantId"), ids, strict=True))
    return {"id": found["clientId"], **found, "subscriptionId": context.subscription}


def _azure_feature(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    namespace, name = args.get("providerNamespace"), args.get("featureName")
    start = f"/subscriptions/{Context().subscription}/providers/Microsoft.Features/featureProviders/{namespace}"
    properties = {"featureName": name, "providerNamespace": namespace, "state": "Registered"}
    kind = "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations"
    return {
        "id": f"{start}/subscriptionFeatureRegistrations/{name}",
        "name": name,
        "type": kind,
        "azureApiVersion": "2021-07-01",
        "properties": properties,
    }


def _kubernetes_objects(args: Mapping[str, Any], region: str) -> dict[str, Any]:
    """What manifests hold: the provider reads them itself, no cluster is asked."""
    documents: list[Any] = [*YAML(typ="safe", pure=True).load_all(str(args.get("text") or ""))]  # pyright: ignore[reportUnknownMemberType]
    listed = [one["items"] if one.get("kind") == "List" else [one] for one in documents if one]
    return {"result": json.loads(json.dumps([one for items in listed for one in items], default=str))}


def _guid(what: str) -> str:
    digits = hashlib.sha256(f"azure {what}".encode()).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


def _agent(args: Mapping[str, Any], form: str) -> str:
    number = _project_number(args.get("project") or Context().project)
    return f"{form.format(number)}.iam.gserviceaccount.com"


def _project_number(project: str) -> str:
    return str(10**11 + int(hashlib.sha256(project.encode()).hexdigest()[:9], 16))


def _minified(text: str) -> str:
    return json.dumps(json.loads(text), separators=(",", ":"))


def _digits(text: str) -> str:
    return str(int(hashlib.sha256(text.encode()).hexdigest()[:8], 16))


_ANSWERS: Mapping[str, Answer] = {
    "aws:index/getCallerIdentity:getCallerIdentity": _caller,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _zones,
    "aws:iam/getPolicyDocument:getPolicyDocument": _policy_document,
    "aws:ssm/getParameter:getParameter": _parameter,
    "aws:ec2/getPrefixList:getPrefixList": _prefix_list,
    "aws:index/getService:getService": _service,
    "gcp:organizations/getProject:getProject": _gcp_project,
    "gcp:storage/getProjectServiceAccount:getProjectServiceAccount": _gcp_storage_agent,
    "gcp:bigquery/getDefaultServiceAccount:getDefaultServiceAccount": _gcp_bigquery_agent,
    "gcp:logging/getProjectCmekSettings:getProjectCmekSettings": _gcp_logging_settings,
    "azure-native:authorization:getClientConfig": _azure_client,
    "azure-native:features:getSubscriptionFeatureRegistration": _azure_feature,
    "kubernetes:yaml:decode": _kubernetes_objects,
}
