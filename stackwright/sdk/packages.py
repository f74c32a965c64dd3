"""Where the installed provider SDKs are, and which of their files describes a type; nothing of them is imported."""

import importlib.metadata
import importlib.util
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

PROVIDER_PREFIX = "pulumi:providers:"
_VERSIONED = re.compile(r"/v\d{8}\w*:")


@dataclass(frozen=True, slots=True)
class ResourceFile:
    """The SDK source file and the class that describe one type."""

    package: str
    folder: str
    """Folder below the SDK, such as `ec2` or `apps/v1`; empty for the provider itself."""
    name: str
    """The class."""
    path: Path


def package_of(token: str) -> str:
    """Package that a type token belongs to: `aws` for `aws:s3/bucket:Bucket` and for `pulumi:providers:aws`."""
    if token.startswith(PROVIDER_PREFIX):
        return token[len(PROVIDER_PREFIX) :]
    return token.partition(":")[0]


@lru_cache
def package_folder(package: str) -> Path | None:
    """Folder of the installed SDK of `package`, None when it is not installed."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", package) or package == "pulumi":
        return None
    spec = importlib.util.find_spec(f"pulumi_{package.replace('-', '_')}")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    return folder if (folder / "pulumi-plugin.json").is_file() else None


def known_package(package: str) -> bool:
    """Whether the SDK of `package` is installed, so that its types can be looked up."""
    return package_folder(package) is not None


@lru_cache
def package_version(package: str) -> str | None:
    """Version of the installed SDK of `package`, None when it is not installed."""
    folder = package_folder(package)
    if folder is None:
        return None
    declared = json.loads((folder / "pulumi-plugin.json").read_text()).get("version")
    return declared or importlib.metadata.version(f"pulumi-{package}")


@lru_cache
def resource_tokens(package: str) -> dict[str, tuple[str, str]]:
    """(Folder, class) of every resource type of `package`, by type token, from the SDK's own registration table."""
    folder = package_folder(package)
    if folder is None:
        return {}
    text = (folder / "__init__.py").read_text()
    _, found, rest = text.partition('resource_modules="""')
    modules: list[dict[str, Any]] = json.loads(rest.partition('"""')[0]) if found else []
    tokens: dict[str, tuple[str, str]] = {}
    for module in modules:
        below = "/".join(module["fqn"].split(".")[1:])
        tokens.update({token: (below, name) for token, name in module["classes"].items()})
    tokens[f"{PROVIDER_PREFIX}{package}"] = ("", "Provider")
    return tokens


def default_version_token(token: str) -> str:
    """The token without an API version: `azure-native:storage/v20240101:Blob` is `azure-native:storage:Blob`."""
    return _VERSIONED.sub(":", token) if token.startswith("azure-native:") else token


@lru_cache(maxsize=4096)
def resource_file(token: str) -> ResourceFile | None:
    """File and class of a resource type, None when no installed SDK has it."""
    package = package_of(token)
    root = package_folder(package)
    entry = resource_tokens(package).get(default_version_token(token))
    if root is None or entry is None:
        return None
    below, name = entry
    for path in _candidates(root / below, token, name):
        if path.is_file() and f"\nclass {name}(" in path.read_text():
            return ResourceFile(package, below, name, path)
    return None


def _candidates(folder: Path, token: str, name: str) -> list[Path]:
    member = token.split(":")[1].rpartition("/")[2]
    stems = [snake_case(name), snake_case(member), name]
    likely = [folder / f"{stem}{end}.py" for stem in stems for end in ("", "_")]
    if any(path.is_file() and f"\nclass {name}(" in path.read_text() for path in likely):
        return likely
    return likely + sorted(folder.glob("*.py"))


@lru_cache(maxsize=4096)
def snake_case(name: str) -> str:
    """`VpcEndpointService` as `vpc_endpoint_service`, the way the SDKs name their files."""
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", spaced).lower()
