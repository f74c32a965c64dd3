"""Area of concern: what hangs on what, read from the properties of any graph."""

from collections.abc import Callable

from stackwright.plan.graph import Graph
from stackwright.policies.reports.drawing.picture import boxes
from stackwright.policies.reports.drawing.relations import Link, picture


def said(graph: Graph) -> set[tuple[str, str, str]]:
    found = boxes(graph)
    names = {box.id: box.name for box in found.boxes}
    return {(names[one.source], one.link.name, names[one.target]) for one in picture(graph, found).relations}


def test_data_trust_and_keys_are_told_apart(trainer: Graph) -> None:
    assert said(trainer) == {
        ("key", "ENCRYPTS", "images"),
        ("key", "ENCRYPTS", "logs"),
        ("role", "GRANT", "data"),
        ("role", "GRANT", "images"),
        ("role", "TRUST", "main"),
        ("data", "DATA", "main"),
        ("images", "DATA", "main"),
        ("main", "INSIDE", "net"),
        ("main", "RUNS", "gpu"),
        ("alarm", "WATCHES", "gpu"),
    }


def test_what_a_cluster_runs_is_in_the_network_of_the_cluster(trainer: Graph) -> None:
    found = picture(trainer, boxes(trainer))
    names = {box.id: box.name for box in found.boxes}
    assert {names[one]: names[net] for one, net in found.inside.items()} == {"net": "net", "main": "net", "gpu": "net"}
    assert found.open


def test_a_security_group_alone_is_no_network_around_others(stack: Callable[..., Graph]) -> None:
    graph = stack(
        ("aws:ec2/securityGroup:SecurityGroup", "group", {}),
        ("aws:ec2/instance:Instance", "box", {"vpcSecurityGroupIds": ["group"]}),
    )
    assert picture(graph, boxes(graph)).inside == {}


def test_logs_go_to_what_a_property_names_and_a_door_feeds_what_is_behind_it(stack: Callable[..., Graph]) -> None:
    graph = stack(
        ("my:index:Logs", "kept", {}),
        ("aws:s3/bucket:Bucket", "kept-bucket", {"parent": "kept"}),
        ("my:index:Store", "data", {}),
        ("aws:s3/bucketLogging:BucketLogging", "data-logging", {"parent": "data", "targetBucket": ["kept-bucket"]}),
        ("aws:lambda/function:Function", "code", {}),
        ("aws:apigatewayv2/api:Api", "api", {"target": ["code"]}),
    )
    assert said(graph) == {("data", "LOGS", "kept"), ("api", "DATA", "code")}


def test_a_resource_group_is_a_place_and_no_relation(stack: Callable[..., Graph]) -> None:
    graph = stack(
        ("azure-native:resources:ResourceGroup", "group", {}),
        ("azure-native:storage:StorageAccount", "store", {"resourceGroupName": ["group"]}),
        ("azure-native:web:WebApp", "app", {"siteConfig": ["group", "store"]}),
    )
    assert said(graph) == {("store", "DATA", "app")}


def test_relations_are_in_one_order_whatever_the_order_of_properties(trainer: Graph) -> None:
    found = picture(trainer, boxes(trainer)).relations
    assert picture(trainer, boxes(trainer)).relations == found
    assert len(set(found)) == len(found)
    assert all(isinstance(one.link, Link) and one.source != one.target for one in found)
