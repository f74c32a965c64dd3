"""All tags of an AWS resource, which Check adds to its inputs as `tagsAll`.

So a change of the provider's default tags is an update of everything that carries them (pulumi-aws `provider/tags.go`,
applyTags).
"""

from collections.abc import Mapping
from typing import Any, cast

from stackwright.sandbox.wire import UNKNOWN, has_secret, is_unknown, opened, secret
from stackwright.sdk.packages import package_of
from stackwright.sdk.schema import resource_schema

ALL_TAGS = "tagsAll"


def add_all_tags(token: str, inputs: dict[str, Any], default_tags: Mapping[str, Any]) -> None:
    """Add the default and the own tags of a resource to its inputs; unknown when one of them is."""
    schema = resource_schema(token)
    if package_of(token) != "aws" or schema is None:
        return
    if "tags" not in schema.inputs or ALL_TAGS in schema.inputs or ALL_TAGS not in schema.outputs:
        return
    own = opened(inputs.get("tags") or {})
    if not isinstance(own, dict):
        inputs[ALL_TAGS] = UNKNOWN
        return
    merged = {**default_tags, **cast(dict[str, Any], own)}
    result = UNKNOWN if any(is_unknown(value) for value in merged.values()) else merged
    inputs[ALL_TAGS] = secret(result) if has_secret(inputs.get("tags")) else result
