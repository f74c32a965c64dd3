"""The reader takes a class apart from its text."""

import pytest

from stackwright.sdk.read import class_source, class_spans, constants, properties, signature, type_expression

SOURCE = '''import pulumi

@pulumi.input_type
class RuleArgs:
    def __init__(__self__, *,
                 bucket_name: pulumi.Input[_builtins.str],
                 kind: pulumi.Input[Optional[_builtins.str]] = None,
                 days: pulumi.Input[Optional[_builtins.int]] = None):
        """
        Docs with a parenthesis):
        """
        pulumi.set(__self__, "bucket_name", bucket_name)
        pulumi.set(__self__, "kind", 'Rule')
        if days is None:
            days = 7
        if days is not None:
            pulumi.set(__self__, "days", days)

    @_builtins.property
    @pulumi.getter(name="bucketName")
    def bucket_name(self) -> pulumi.Input[_builtins.str]:
        """
        Docs.
        """
        return pulumi.get(self, "bucket_name")

    @_builtins.property
    @pulumi.getter
    @_utilities.deprecated("""Use another.""")
    def days(self) -> pulumi.Input[Optional[_builtins.int]]:
        return pulumi.get(self, "days")

class Other:
    pass
'''


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "_inputs.py"
    path.write_text(SOURCE)
    return path


def test_a_class_is_cut_out_of_its_file(file):
    assert list(class_spans(file)) == ["RuleArgs", "Other"]
    source = class_source(file, "RuleArgs")
    assert source is not None
    assert source.startswith("@pulumi.input_type\nclass RuleArgs:")
    assert "class Other" not in source
    assert class_source(file, "Absent") is None


def test_the_signature_says_what_is_required(file):
    taken = signature(class_source(file, "RuleArgs"), "s3")
    assert dict(taken.types) == {"bucket_name": "string", "kind": "string", "days": "integer"}
    assert taken.required == {"bucket_name"}


def test_getters_give_wire_names_and_deprecations(file):
    found = dict(properties(class_source(file, "RuleArgs"), "s3"))
    assert found["bucket_name"].name == "bucketName"
    assert found["days"].deprecated == "Use another."
    assert found["days"].optional


def test_the_body_gives_constants_and_defaults(file):
    assert constants(signature(class_source(file, "RuleArgs"), "s3").body) == ({"kind": "Rule"}, {"days": 7})


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("pulumi.Output[Optional[Sequence['outputs.BucketRule']]]", ("[#s3:BucketRule>out]", True)),
        ("pulumi.Input[Union[_builtins.str, 'CannedAcl']]", ("string|@s3:CannedAcl", False)),
        ("pulumi.Input[Optional[Union['RuleArgs', 'RuleArgsDict']]]", ("#s3:Rule", True)),
        ("pulumi.Output['_meta.v1.outputs.ObjectMeta']", ("#meta/v1:ObjectMeta>out", False)),
        ("pulumi.Output[Mapping[str, Sequence[_builtins.str]]]", ("{[string]}", False)),
        ("pulumi.Input[Optional[Literal['v1']]]", ("=v1", True)),
        ("pulumi.Input[Union[pulumi.Asset, pulumi.Archive]]", ("asset|archive", False)),
        ("pulumi.Output[Any]", ("any", False)),
    ],
)
def test_annotations_become_type_expressions(annotation, expected):
    assert type_expression(annotation, "s3") == expected
