"""Writes a rule of the user's own into a project: the rule, its test, and the pack that serves it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stackwright.blueprints.scaffold import ScaffoldError, templates
from stackwright.blueprints.values import Cloud

PACK: Final = "policy/own"
LIST: Final = f"{PACK}/rules/__init__.py"
OF_RULE: Final = {f"{PACK}/rules/{{module}}.py": "rule.py.j2", "tests/test_{module}.py": "test_rule.py.j2"}
OF_PACK: Final = {
    f"{PACK}/PulumiPolicy.yaml": "PulumiPolicy.yaml.j2",
    f"{PACK}/__main__.py": "own_policy.py.j2",
    LIST: "own_rules.py.j2",
}
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_ENTRIES = re.compile(r"^(RULES\b[^\n]*= \[)(.*?)(\])", re.MULTILINE | re.DOTALL)
_IMPORTS = re.compile(r"^from rules import .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the first version of a rule is about, until its author changes that."""

    token: str
    constant: str
    title: str
    holder: str
    """Property that holds the tags."""

    @property
    def words(self) -> Mapping[str, str]:
        """The same as names in a template."""
        top, _, below = self.holder.partition(".")
        return {
            "token": self.token,
            "constant": self.constant,
            "title": self.title,
            "path": f"{self.holder}.owner",
            "key": top,
            "owned": _nested(below, '{"owner": "research"}'),
            "untold": _nested(below, '{"team": "research"}'),
            "waiting": _nested(below, '{"owner": UNKNOWN}'),
        }


def _nested(below: str, value: str) -> str:
    return f'{{"{below}": {value}}}' if below else value


SUBJECTS: Final[Mapping[str, Subject]] = {
    "aws": Subject("aws:s3/bucket:Bucket", "BUCKET", "Buckets say who owns them", "tags"),
    "gcp": Subject("gcp:storage/bucket:Bucket", "BUCKET", "Buckets say who owns them", "labels"),
    "azure": Subject("azure-native:storage:StorageAccount", "ACCOUNT", "Storage accounts say who owns them", "tags"),
    "k8s": Subject("kubernetes:core/v1:Namespace", "NAMESPACE", "Namespaces say who owns them", "metadata.labels"),
}
"""By the first word of a rule's id."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was done in a project."""

    files: tuple[Path, ...]
    """New files, relative to the project."""
    changed: tuple[Path, ...]
    test: Path
    configured: bool
    """Whether pytest finds the rules without being told where."""


def scaffold_rule(project: Path, rule_id: str) -> Written:
    """Write the rule to `project`; nothing is written where something is in the way."""
    if not (project / "Pulumi.yaml").is_file():
        raise ScaffoldError("there is no Pulumi.yaml here - run it in a project, `stackwright new FOLDER` writes one")
    if not _ID.fullmatch(rule_id):
        what = "is not an id for a rule"
        raise ScaffoldError(f"{rule_id}: {what} - use small words joined by `-`, such as acme-bucket-owner")
    module = rule_id.replace("-", "_")
    wanted = {name.format(module=module): template for name, template in OF_RULE.items()}
    for name in wanted:
        if (project / name).exists():
            raise ScaffoldError(f"{name}: is there already - choose another id, or change that file")
    listed = _listed(project, module)
    wanted |= {} if listed else OF_PACK
    words = {"id": rule_id, "module": module, "pack": "own", **_subject(project, rule_id).words}
    texts = {name: templates().get_template(template).render(words) for name, template in wanted.items()}
    for name, text in {**texts, **({LIST: listed} if listed else {})}.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    changed = (Path(LIST),) if listed else ()
    return Written(tuple(map(Path, texts)), changed, Path(f"tests/test_{module}.py"), _configured(project))


def _listed(project: Path, module: str) -> str:
    """Text of the pack's list with the rule in it, empty where the project has no such pack yet."""
    file = project / LIST
    if not file.is_file():
        if any((project / name).exists() for name in OF_PACK):
            raise ScaffoldError(f"{PACK}: is a pack without {LIST} - move it away, or list its rules there")
        return ""
    text = file.read_text(encoding="utf-8")
    entries, imports = _ENTRIES.search(text), list(_IMPORTS.finditer(text))
    if entries is None or not imports:
        raise ScaffoldError(f"{LIST}: has no `from rules import ...` and `RULES = [...]` - write them as they were")
    before = "".join(f"    {one.strip()},\n" for one in entries[2].split(",") if one.strip())
    added = f"{text[: entries.start()]}{entries[1]}\n{before}    {module}.check,\n]{text[entries.end() :]}"
    at = imports[-1].end()
    return f"{added[:at]}\nfrom rules import {module}{added[at:]}"


def _subject(project: Path, rule_id: str) -> Subject:
    """By the first word of the id, else by the cloud of the project's blueprint."""
    first = rule_id.partition("-")[0]
    blueprint = project / "blueprint.yaml"
    text = blueprint.read_text(encoding="utf-8") if blueprint.is_file() else ""
    said = re.search(r"^cloud: *(\w+)", text, re.MULTILINE)
    named = (first, said[1] if said else "", Cloud.AWS)
    return next(SUBJECTS[name] for name in named if name in SUBJECTS)


def _configured(project: Path) -> bool:
    settings = [project / name for name in ("pytest.ini", "pyproject.toml")]
    return any(f"pythonpath = {PACK}" in file.read_text(encoding="utf-8") for file in settings if file.is_file())
