"""Single rules as policies of `pulumi_policy`, for packs that hold policies of other people too.

In such a pack a rule that joins resources sees them as `pulumi_policy` shows them: their outputs.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy import Severity as PolicySeverity
from pulumi_policy.deserialize import deserialize_properties, serialize_properties
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError, unknown_checking_proxy
from pulumi_policy.secret import Secret

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.plan.wire import UNKNOWN_SENTINELS, decoded
from stackwright.policies.analyzer import config_schema, message_of
from stackwright.policies.check import in_order, judge_graph
from stackwright.policies.engine_inputs import put_on
from stackwright.policies.finding import Finding, Level, Severity
from stackwright.policies.remediation import repairs
from stackwright.policies.rule import Rule, Scope, Setting

_SEVERITIES: Final = {
    Severity.LOW: PolicySeverity.LOW,
    Severity.MEDIUM: PolicySeverity.MEDIUM,
    Severity.HIGH: PolicySeverity.HIGH,
    Severity.CRITICAL: PolicySeverity.CRITICAL,
}
_LEVELS: Final = {
    Level.ADVISORY: EnforcementLevel.ADVISORY,
    Level.MANDATORY: EnforcementLevel.MANDATORY,
    Level.REMEDIATE: EnforcementLevel.REMEDIATE,
    Level.DISABLED: EnforcementLevel.DISABLED,
}


def policy_of(rule: Rule, environment: str) -> Policy:
    """The rule as a policy; an unknown that only warns is reported the way the SDK reports its own unknowns."""
    setting = rule.setting(environment)

    def on_resource(args: ResourceValidationArgs, report: ReportViolation) -> None:
        resource = _resource(args.urn, args.resource_type, args.name, args.props, args.opts.protect)
        _report(rule, _judged(rule, setting, Graph([resource]), args.get_config()), report)

    def on_stack(args: StackValidationArgs, report: ReportViolation) -> None:
        graph = Graph(sorted((_wired(one) for one in args.resources), key=lambda one: one.urn))
        _report(rule, _judged(rule, setting, graph, args.get_config()), report)

    def put_right(args: ResourceValidationArgs) -> Any:
        return _remediated(rule, setting, args)

    shared: dict[str, Any] = {
        "name": rule.id,
        "description": rule.title,
        "enforcement_level": _LEVELS[setting.level],
        "severity": _SEVERITIES[rule.severity],
        "remediation_steps": rule.fix,
        "url": rule.url,
        "config_schema": PolicyConfigSchema(properties=config_schema(rule)),
    }
    if rule.scope is Scope.RESOURCE:
        return ResourceValidationPolicy(validate=on_resource, remediate=put_right if rule.remedy else None, **shared)
    return StackValidationPolicy(validate=on_stack, **shared)


def _judged(rule: Rule, setting: Setting, graph: Graph, config: Mapping[str, Any]) -> list[Finding]:
    level = setting.level if setting.level is not Level.DISABLED else Level.MANDATORY
    return in_order(judge_graph((rule,), graph, {rule.id: _applied(rule, setting, level, config)}))


def _applied(rule: Rule, setting: Setting, level: Level, config: Mapping[str, Any]) -> Setting:
    """How the rule is applied under what the engine told the pack."""
    values = {name: _plain(value) for name, value in config.items()}
    told = values.pop("unknown", None)
    unknown = Level(told) if told else setting.unknown
    return rule.setting(level=level, unknown=unknown, params={**setting.params, **values})


def _remediated(rule: Rule, setting: Setting, args: ResourceValidationArgs) -> Mapping[str, Any] | None:
    """The inputs with what the rule sets, in the form that the SDK shows them to the next policy; None: as they are."""
    sent = Struct()
    sent.update(serialize_properties(args.props))
    inputs, secrets = decoded(sent)
    resource = Resource(args.urn, args.resource_type, args.name, inputs, secrets=secrets)
    applied = {rule.id: _applied(rule, setting, Level.REMEDIATE, args.get_config())}
    found = [puts for _, puts in repairs((rule,), resource, None, applied, lambda finding: False)]
    if not found:
        return None
    put_on(sent, found[0])
    return unknown_checking_proxy(deserialize_properties(MessageToDict(sent), True))


def _report(rule: Rule, findings: list[Finding], report: ReportViolation) -> None:
    softer = [one for one in findings if one.level is Level.ADVISORY]
    for finding in findings:
        if finding.level is Level.MANDATORY or len(softer) == len(findings):
            report(message_of(finding, rule.url), finding.urn)
    if softer and len(softer) < len(findings):
        raise UnknownValueError(UNKNOWN_STRING_VALUE, [softer[0].path])


def _wired(found: PolicyResource) -> Resource:
    wires = {
        name: tuple(sorted(one.urn for one in resources)) for name, resources in found.property_dependencies.items()
    }
    return _resource(
        found.urn,
        found.resource_type,
        found.name,
        found.props,
        found.opts.protect,
        parent=found.parent.urn if found.parent else "",
        provider=found.provider.urn if found.provider else "",
        dependencies=tuple(sorted(one.urn for one in found.dependencies)),
        property_dependencies=wires,
    )


def _resource(urn: str, token: str, name: str, props: Mapping[str, Any], protect: bool, **more: Any) -> Resource:
    inputs = cast("dict[str, Any]", _plain(props))
    return Resource(urn, token, name, inputs, protect=protect, **more)


def _plain(value: Any) -> Any:
    """Plain data below the SDK's proxies, which raise on whatever is unknown."""
    if type(value).__name__ in ("_DictProxy", "_ListProxy"):
        value = value["__target"]
    if isinstance(value, Secret):
        value = cast("Any", value).value
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    if isinstance(value, str):
        return UNKNOWN if value in UNKNOWN_SENTINELS else value
    return int(value) if isinstance(value, float) and value.is_integer() else value
