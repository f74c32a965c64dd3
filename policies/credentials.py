"""What credentials look like in plain text; used to find them, never to show them."""

import base64
import binascii
import re
from typing import Final

_PATTERNS: Final = re.compile(
    "|".join(
        (
            r"(?:AKIA|ASIA)[0-9A-Z]{16}\b",  # AWS access key id
            r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
            r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}",  # JSON web token
            r"\bgh[pousr]_\w{30,}",  # GitHub
            r"\bgithub_pat_\w{30,}",
            r"\bglpat-[\w-]{20,}",  # GitLab
            r"\bhf_[A-Za-z]{30,}",  # Hugging Face
            r"\bsk-(?:proj-|ant-)?[\w-]{20,}",  # OpenAI, Anthropic
            r"\bxox[abprs]-[\w-]{10,}",  # Slack
            r"\bAIza[\w-]{35}",  # Google API key
            r"\bnvapi-[\w-]{20,}",  # NVIDIA
            r"\bsk_live_\w{20,}",  # Stripe
        )
    )
)
_ASSIGNED: Final = re.compile(
    r"(?:password|passwd|secret_?(?:access_?)?key|api_?key|auth_?token)[\"']?\s*[=:]\s*[\"']?(?![$<{\s\"'])[^\s\"']{8,}",
    re.IGNORECASE,
)
_SECRET_KEY: Final = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9/+])[A-Za-z0-9/+]{40}")
"""Secret access key of AWS; a digest in hex is in one case."""
_BASE64: Final = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
_SECRET_NAME: Final = re.compile(
    r"(?:^|[_\-.])(?:password|passwd|passphrase|private_?key|secret_?(?:access_?)?key|api_?key|(?:auth|access|hub)_?token|client_?secret)$",
    re.IGNORECASE,
)


def looks_secret(text: str) -> bool:
    """Whether the text holds something shaped like a credential."""
    return len(text) >= 16 and _PATTERNS.search(text) is not None


def holds_secret(script: str) -> bool:
    """Whether a start-up script, plain or base64, holds a credential or assigns one."""
    return any(looks_secret(text) or _ASSIGNED.search(text) is not None for text in (script, _decoded(script)))


def names_secret(name: str) -> bool:
    """Whether a variable of this name is meant for a credential."""
    return _SECRET_NAME.search(name) is not None


def is_secret_key(name: str, value: str) -> bool:
    """Whether a variable that speaks of a secret holds a secret access key of AWS."""
    return "secret" in name.lower() and _SECRET_KEY.fullmatch(value) is not None


def _decoded(text: str) -> str:
    if len(text) < 16 or not _BASE64.fullmatch(text):
        return ""
    try:
        return base64.b64decode(text).decode("utf-8", "ignore")
    except (binascii.Error, ValueError):
        return ""
