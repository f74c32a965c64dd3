"""Policy documents come out as the provider renders them."""

import json

from stackwright.sdk.documents import policy_json


def statements(**args):
    return json.loads(policy_json(args))["Statement"]


def test_a_statement_allows_unless_it_says_otherwise():
    assert statements(statements=[{"actions": ["a:B"], "resources": ["*"]}]) == [
        {"Effect": "Allow", "Action": "a:B", "Resource": "*"}
    ]
    assert statements(statements=[{"effect": "Deny", "notActions": ["a:B"], "notResources": ["x"]}]) == [
        {"Effect": "Deny", "NotAction": "a:B", "NotResource": "x"}
    ]


def test_several_values_are_a_list_without_repetition():
    assert statements(statements=[{"actions": ["a:B", "a:C", "a:B"]}])[0]["Action"] == ["a:C", "a:B"]


def test_principals_are_grouped_by_kind():
    principals = [
        {"type": "Service", "identifiers": ["ec2.amazonaws.com"]},
        {"type": "AWS", "identifiers": ["123456789012"]},
        {"type": "Service", "identifiers": ["eks.amazonaws.com"]},
    ]
    assert statements(statements=[{"principals": principals}])[0]["Principal"] == {
        "Service": ["eks.amazonaws.com", "ec2.amazonaws.com"],
        "AWS": "123456789012",
    }


def test_conditions_are_grouped_by_test():
    conditions = [
        {"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]},
        {"test": "StringEquals", "variable": "aws:PrincipalTag/team", "values": ["a", "b"]},
        {"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]},
    ]
    assert statements(statements=[{"conditions": conditions}])[0]["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "1", "aws:PrincipalTag/team": ["a", "b"]},
        "Bool": {"aws:SecureTransport": "false"},
    }


def test_source_documents_come_first_and_give_way_to_statements_of_their_sid():
    source = json.dumps({"Statement": [{"Sid": "A", "Effect": "Allow"}, {"Sid": "B", "Effect": "Allow"}]})
    found = statements(statements=[{"sid": "A", "effect": "Deny"}], sourcePolicyDocuments=[source])
    assert [(item["Sid"], item["Effect"]) for item in found] == [("A", "Deny"), ("B", "Allow")]


def test_an_override_replaces_the_statement_of_the_same_sid():
    over = json.dumps({"Statement": {"Sid": "A", "Effect": "Deny", "Action": "*", "Resource": "*"}})
    text = policy_json({"statements": [{"sid": "A", "actions": ["s3:*"]}], "overridePolicyDocuments": [over]})
    assert json.loads(text)["Statement"] == [{"Sid": "A", "Effect": "Deny", "Action": "*", "Resource": "*"}]


def test_everybody_is_written_as_a_star():
    text = policy_json({"statements": [{"principals": [{"type": "*", "identifiers": ["*"]}], "actions": ["a:B"]}]})
    assert json.loads(text)["Statement"][0]["Principal"] == "*"
