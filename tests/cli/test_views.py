"""Area of concern: rows and sentences of a plan, from graphs made by hand."""

from io import StringIO

from rich.console import Console

from stackwright.cli import console
from stackwright.cli.resource_view import resource_table
from stackwright.plan.graph import Graph, Resource, Source
from stackwright.policies.reports.words import named, short_type

URN = "urn:pulumi:dev::app::"
STACK = Resource(f"{URN}pulumi:pulumi:Stack::app-dev", "pulumi:pulumi:Stack", "app-dev", custom=False)


def _made(
    token: str, name: str, parent: Resource = STACK, *after: Resource, line: int = 1, custom: bool = True
) -> Resource:
    return Resource(
        f"{URN}{token}::{name}",
        token,
        name,
        custom=custom,
        parent=parent.urn,
        dependencies=tuple(other.urn for other in after),
        source=Source("__main__.py", line),
    )


def _lines(graph: Graph, width: int = 100) -> list[str]:
    page = StringIO()
    console.show(Console(file=page, width=width, highlight=False), resource_table(graph))
    return page.getvalue().splitlines()


STORE = _made("app:index:Store", "shop", custom=False)
INNER = _made("app:index:Inner", "shop-logs", STORE, custom=False)
BUCKET = _made("aws:s3/bucket:Bucket", "shop", STORE)
GRAPH = Graph(
    [
        STACK,
        STORE,
        BUCKET,
        _made("aws:s3/bucketVersioning:BucketVersioning", "shop", STORE, BUCKET),
        _made("aws:s3/bucketPolicy:BucketPolicy", "shop", STORE, BUCKET),
        _made("aws:sqs/queue:Queue", "shop-1", STORE),
        _made("aws:sqs/queue:Queue", "shop-2", STORE),
        INNER,
        _made("aws:cloudwatch/logGroup:LogGroup", "shop", INNER),
        _made("pulumi:providers:aws", "default"),
    ]
)


def test_a_component_is_a_line_with_its_count_and_its_types() -> None:
    assert _lines(GRAPH) == [
        "shop    Store  6  Bucket with 2 parts, 2×Queue",
        "└ logs  Inner  1  LogGroup",
    ]


def test_resources_outside_of_components_share_a_line_by_type() -> None:
    loose = [_made("aws:s3/bucket:Bucket", name) for name in ("a", "b", "c", "d", "e")]
    assert _lines(Graph([STACK, *loose])) == ["a, b, c and 2 more  Bucket  5"]


def test_a_resource_below_another_resource_is_not_lost() -> None:
    below = _made("aws:s3/bucketPolicy:BucketPolicy", "policy", BUCKET)
    table = _lines(Graph([STACK, _made("aws:s3/bucket:Bucket", "shop"), below]))
    assert table == ["shop  Bucket  2  BucketPolicy"]


def test_an_export_without_its_stack_has_a_tree_too() -> None:
    assert _lines(Graph([STORE, BUCKET])) == ["shop  Store  1  Bucket"]


def test_a_narrow_page_loses_nothing() -> None:
    text = " ".join(_lines(GRAPH, width=40)).replace(" ", "")
    assert "Bucketwith2parts,2×Queue" in text


def test_names_cannot_steer_a_terminal() -> None:
    graph = Graph([STACK, _made("aws:s3/bucket:Bucket", "a\x1b[2Jb")])
    assert "\x1b" not in "".join(_lines(graph))
    assert "\x1b" not in named(graph, graph.resources[1].urn)


def test_what_a_finding_is_about_has_a_name() -> None:
    assert named(GRAPH, BUCKET.urn) == "Bucket shop"
    assert named(GRAPH, STACK.urn) == "stack"
    assert named(GRAPH, "") == "stack"
    assert short_type("aws:s3/bucket:Bucket") == "Bucket"


def test_a_sentence_is_one_line_on_a_pipe_and_wrapped_below_itself_on_a_terminal() -> None:
    words = "word " * 30
    pipe, terminal = StringIO(), StringIO()
    console.say(Console(file=pipe, width=40), words.strip(), indent=4)
    console.say(Console(file=terminal, width=40, force_terminal=True, color_system=None), words.strip(), indent=4)
    assert pipe.getvalue() == f"    {words.strip()}\n"
    lines = terminal.getvalue().splitlines()
    assert len(lines) > 3
    assert {line[:5] for line in lines} == {"    w"}


def test_a_fact_wraps_below_itself_on_a_terminal() -> None:
    page = StringIO()
    console.fact(Console(file=page, width=40, force_terminal=True, color_system=None), "budget", "word " * 20)
    lines = [line.rstrip() for line in page.getvalue().splitlines()]
    assert lines[0].startswith("budget    word")
    assert {line[:11] for line in lines[1:]} == {" " * 10 + "w"}


def test_figures_and_counts_are_written_out() -> None:
    assert console.money(1234567.891) == "1,234,567.89"
    assert [console.counted(number, "rule") for number in (0, 1, 2)] == ["0 rules", "1 rule", "2 rules"]
