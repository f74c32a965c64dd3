"""What could be a secret in a blueprint, so that no message ever shows it."""

import math
import re
from collections import Counter

_TOKENS = re.compile(
    r"""(?x)
      \b(?:AKIA|ASIA)[0-9A-Z]{16}\b                                  # AWS access key id
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----                           # PEM
    | \beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*                              # JWT
    | \b(?:gh[pousr]_\w{30,}|github_pat_\w{30,})                     # GitHub
    | \bhf_[A-Za-z0-9]{20,}                                          # Hugging Face
    | \bsk-[\w-]{20,}                                                # OpenAI and likes
    | \bxox[abeoprs]-[\w-]{10,}                                      # Slack
    | \bAIza[\w-]{30,}                                               # Google API key
    | \bglpat-[\w-]{20,}                                             # GitLab
    | \bpul-[0-9a-f]{40}\b                                           # Pulumi
    | \b(?:AccountKey|SharedAccessKey|sig)=[\w+/%=]{20,}             # Azure
    | [a-z][a-z0-9+.-]*://[^\s/:@]*:[^\s/@]+@                        # password in an address
    """
)
_KEY_MATERIAL = re.compile(r"[A-Za-z0-9/+]{40}")
"""Form of an AWS secret access key."""
_NAMES = re.compile(r"(?i)pas+w|passphrase|pwd|token|secret|credential|api_?-?key|access_?key|private_?key|_dsn$")
_HARMLESS = frozenset({"secret"})
"""Names that hold a reference to a secret, never the secret itself."""
MASK = "*"
HIDDEN_BELOW = frozenset({"environment"})
"""Fields whose children are never shown: variables of a container may be anything."""
_FIELD = re.compile(r"([\w.-]+)[\"']?\s*[:=](?:\s|$)")


def secret_name(name: str) -> bool:
    """Whether a field of this name would hold a secret."""
    return name not in _HARMLESS and _NAMES.search(name) is not None


def secret_kind(value: str) -> bool:
    """Whether `value` has the form of a credential."""
    return _TOKENS.search(value) is not None or _random_key(value)


def _random_key(value: str) -> bool:
    if not _KEY_MATERIAL.fullmatch(value):
        return False
    kinds = (str.isupper, str.islower, str.isdigit)
    if not all(any(kind(char) for char in value) for kind in kinds):
        return False
    shares = [count / len(value) for count in Counter(value).values()]
    return -sum(share * math.log2(share) for share in shares) > 4.2


def masked(line: str) -> str:
    """`line` with everything that has the form of a credential, or follows a telling name, masked."""
    line = _TOKENS.sub(_stars, line)
    line = re.sub(r"[A-Za-z0-9/+]{40,}={0,2}", lambda m: _stars(m) if _random_key(m[0][:40]) else m[0], line)
    for field in _FIELD.finditer(line):
        if secret_name(field[1]):
            return _masked_from(line, field.end())
    return line


def masked_unless_known(line: str, known: frozenset[str]) -> str:
    """`line` of a file that cannot be read, showing values only after field names that exist."""
    line = masked(line)
    fields = list(_FIELD.finditer(line))
    if not fields:
        return re.sub(r"[^\s\[\]{}:,\-#'\"|>]", MASK, line)
    for field in fields:
        if field[1] not in known or (line[field.end() :].lstrip().startswith(("{", "&")) and field[1] in HIDDEN_BELOW):
            return _masked_from(line, field.end())
    return line


def _masked_from(line: str, start: int) -> str:
    return line[:start] + re.sub(r"\S", MASK, line[start:])


def _stars(found: re.Match[str]) -> str:
    return MASK * len(found[0])
