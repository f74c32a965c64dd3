"""A pack of rules as a Pulumi analyzer: the engine asks it about each resource, then about the whole stack.

It speaks the engine's protocol (`analyzer.proto`) itself. `pulumi_policy` would convert every resource once per
policy, judge joins on outputs instead of inputs, and can give a violation no level but the one of its policy, while
an unknown has a level of its own here.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import grpc
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc, plugin_pb2

from stackwright.plan.graph import Graph, Resource
from stackwright.plan.wire import decoded, struct
from stackwright.policies.acceptance import SCHEMA, Acceptance
from stackwright.policies.check import in_order, judge_graph, judge_resource
from stackwright.policies.engine_inputs import put_on
from stackwright.policies.finding import Finding, Level, Result, Severity
from stackwright.policies.registry import PACKS, described_in
from stackwright.policies.remediation import remedies_of, repairs
from stackwright.policies.remedy import changes_of
from stackwright.policies.rule import Rule, Scope, Setting
from stackwright.policies.tokens import unversioned

VERSION: Final = "0.1.0"
_LEVELS: Final = {
    Level.ADVISORY: analyzer_pb2.ADVISORY,
    Level.MANDATORY: analyzer_pb2.MANDATORY,
    Level.REMEDIATE: analyzer_pb2.REMEDIATE,
    Level.DISABLED: analyzer_pb2.DISABLED,
}
_FROM_WIRE: Final = {wire: level for level, wire in _LEVELS.items()}
_SEVERITIES: Final = {
    Severity.LOW: analyzer_pb2.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: analyzer_pb2.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: analyzer_pb2.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: analyzer_pb2.POLICY_SEVERITY_CRITICAL,
}
_LAST_ANSWERS: Final = 1.0
"""Seconds that answers under way may take when the engine ends the pack."""
_NO_LIMIT: Final = [("grpc.max_receive_message_length", 1024 * 1024 * 400)]


class RuleAnalyzer(analyzer_pb2_grpc.AnalyzerServicer):
    """Answers the engine with the findings of one pack; as it stands it judges as prod."""

    def __init__(self, pack: str, rules: tuple[Rule, ...], stopped: Callable[[], object] = lambda: None) -> None:
        self.pack = pack
        self.alone = tuple(rule for rule in rules if rule.scope is Scope.RESOURCE)
        self.together = tuple(rule for rule in rules if rule.scope is not Scope.RESOURCE)
        self.rules = {rule.id: rule for rule in rules}
        self.settings: dict[str, Setting] = {rule.id: rule.setting() for rule in rules}
        self.acceptance = Acceptance()
        self._all = rules
        self._seen: dict[str, tuple[dict[str, Any], frozenset[str]]] = {}
        self._stopped = stopped

    def GetAnalyzerInfo(self, request: Any, context: Any) -> Any:
        """What the pack holds."""
        return analyzer_pb2.AnalyzerInfo(
            name=f"stackwright-{self.pack}",
            displayName=f"Stackwright {self.pack}",
            version=VERSION,
            supportsConfig=True,
            policies=[_info(rule) for rule in self.rules.values()],
        )

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        """Version of the pack's program."""
        return plugin_pb2.PluginInfo(version=VERSION)

    def Handshake(self, request: Any, context: Any) -> Any:
        """The pack needs nothing from the engine."""
        return analyzer_pb2.AnalyzerHandshakeResponse()

    def ConfigureStack(self, request: Any, context: Any) -> Any:
        """The pack judges any stack the same way."""
        return analyzer_pb2.AnalyzerStackConfigureResponse()

    def Configure(self, request: Any, context: Any) -> Any:
        """Levels, knobs and what is accepted, already merged with our defaults and checked by the engine."""
        exempt: list[Any] = []
        known: set[str] = set()
        for name, config in request.policyConfig.items():
            if name not in self.rules:
                continue  # the engine also sends `all`, and what the file says of other packs
            values, _ = decoded(config.properties)
            unknown = values.pop("unknown", None)
            exempt += [{"rule": name, **one} for one in values.pop("exempt", [])]
            known |= set(values.pop("baseline", []))
            self.settings[name] = self.rules[name].setting(
                level=_FROM_WIRE[config.enforcementLevel],
                unknown=Level(unknown) if unknown else None,
                params=values,
            )
        self.acceptance = Acceptance(exempt, known)
        return empty_pb2.Empty()

    def Analyze(self, request: Any, context: Any) -> Any:
        """Findings about one resource, from its inputs alone."""
        inputs, secrets = decoded(request.properties)
        self._seen[request.urn] = inputs, secrets
        resource = _resource(request, inputs, request.options.parent, secrets=secrets)
        return self._response(judge_resource(self.alone, resource, self.settings))

    def AnalyzeStack(self, request: Any, context: Any) -> Any:
        """Findings about all resources together, on the inputs that were seen before."""
        resources = sorted((self._stack_resource(one) for one in request.resources), key=lambda one: one.urn)
        names = resources[0].urn.removeprefix("urn:pulumi:").split("::") if resources else ["", ""]
        graph = Graph(resources, project=names[1], stack=names[0])
        found = judge_graph(self.together, graph, self.settings)
        return self._response(found, lambda: self.acceptance.complaints(graph, self.settings))

    def Remediate(self, request: Any, context: Any) -> Any:
        """What the rules at level `remediate` set on one resource, before it is judged."""
        answer = analyzer_pb2.RemediateResponse()
        if not any(self._puts_right(rule) for rule in remedies_of(self._all)(unversioned(request.type))):
            return answer
        inputs, secrets = decoded(request.properties)
        resource = _resource(request, inputs, request.options.parent, secrets=secrets)
        sent = Struct()
        sent.CopyFrom(request.properties)
        for rule, puts in repairs(self._all, resource, _provider(request), self.settings, self.acceptance.covers):
            put_on(sent, puts)
            said = ", ".join(change.sentence for change in changes_of(rule.id, resource, puts))
            answer.remediations.add(
                policyName=rule.id,
                policyPackName=f"stackwright-{self.pack}",
                policyPackVersion=VERSION,
                description=f"{rule.title}: {said}",
                properties=sent,
            )
        return answer

    def _puts_right(self, rule: Rule) -> bool:
        return self.settings[rule.id].level is Level.REMEDIATE

    def Cancel(self, request: Any, context: Any) -> Any:
        """End of the run."""
        self._stopped()
        return empty_pb2.Empty()

    def _stack_resource(self, found: Any) -> Resource:
        outputs, secret_outputs = decoded(found.properties)
        inputs, secrets = self._seen.get(found.urn, (outputs, secret_outputs))
        wires = {name: tuple(sorted(dependency.urns)) for name, dependency in found.propertyDependencies.items()}
        return _resource(
            found,
            inputs,
            found.parent,
            secrets=secrets,
            outputs=outputs,
            external=found.urn not in self._seen,  # the engine shows what a program only reads at the end alone
            dependencies=tuple(sorted(found.dependencies)),
            property_dependencies=wires,
        )

    def _response(self, findings: Iterable[Finding], more: Callable[[], list[Finding]] = list) -> Any:
        kept = [one for one in findings if not self.acceptance.covers(one)]
        answers = in_order([*kept, *more()])
        return analyzer_pb2.AnalyzeResponse(diagnostics=[self._diagnostic(finding) for finding in answers])

    def _diagnostic(self, finding: Finding) -> Any:
        title, url = told_of(self.rules.get(finding.rule))
        return analyzer_pb2.AnalyzeDiagnostic(
            policyName=finding.rule,
            policyPackName=f"stackwright-{self.pack}",
            policyPackVersion=VERSION,
            description=title,
            message=f"{title}\n{message_of(finding, url)}",
            urn=finding.urn,
            enforcementLevel=_LEVELS[finding.level],
            severity=_SEVERITIES[finding.severity],
        )


def told_of(rule: Rule | None) -> tuple[str, str]:
    """Title of a rule and where it is described; without one it is about the exemptions."""
    if rule is not None:
        return rule.title, rule.url
    from stackwright.policies.exemptions import TITLE, URL

    return TITLE, URL


def message_of(finding: Finding, url: str) -> str:
    """What a reader needs: where, what, how to fix it and where to read on."""
    where = f"{finding.path}: " if finding.path else ""
    start = "unknown: " if finding.result is Result.UNKNOWN else ""
    see = described_in(finding.rule, url)
    return f"{start}{where}{finding.message}\nfix: {finding.fix}" + (f"\nsee: {see}" if see else "")


def _resource(found: Any, inputs: Mapping[str, Any], parent: str, **more: Any) -> Resource:
    return Resource(
        urn=found.urn,
        type=found.type,
        name=found.name,
        inputs=inputs,
        custom=bool(found.provider.urn) or found.type.startswith("pulumi:providers:"),
        parent=parent,
        provider=found.provider.urn,
        protect=found.options.protect,
        ignore_changes=tuple(found.options.ignoreChanges),
        **more,
    )


def _provider(found: Any) -> Resource | None:
    if not found.provider.urn:
        return None
    inputs, secrets = decoded(found.provider.properties)
    return Resource(found.provider.urn, found.provider.type, found.provider.name, inputs, secrets=secrets)


def _info(rule: Rule) -> Any:
    setting = rule.setting()
    return analyzer_pb2.PolicyInfo(
        name=rule.id,
        description=rule.title,
        enforcementLevel=_LEVELS[setting.level],
        configSchema=analyzer_pb2.PolicyConfigSchema(properties=struct(config_schema(rule))),
        policy_type=analyzer_pb2.POLICY_TYPE_RESOURCE
        if rule.scope is Scope.RESOURCE
        else analyzer_pb2.POLICY_TYPE_STACK,
        severity=_SEVERITIES[rule.severity],
        tags=[
            *(f"{name} {control}" for name, controls in rule.frameworks.items() for control in controls),
            *(["remediates"] if rule.remedy else []),
        ],
        remediation_steps=rule.fix,
        url=rule.url,
    )


def config_schema(rule: Rule) -> dict[str, Any]:
    """JSON Schema of what a pack's configuration may say about the rule, beside `enforcementLevel`."""
    levels = [level.value for level in Level if level.when_judged is level]
    schema: dict[str, Any] = {
        "unknown": {
            "type": "string",
            "enum": levels,
            "default": rule.unknown_levels["prod"].value,
            "description": "Level of an answer that has to wait for the deployment.",
        }
    }
    for param in rule.params:
        default = {} if param.default is None else {"default": param.default}
        schema[param.name] = {**param.schema, **default, "description": param.text}
    return schema | SCHEMA


def serve(pack: str, rules: Iterable[Rule] | None = None) -> None:
    """Run a pack for the engine that started this program, until either of them ends.

    `rules` None takes those of ours in the pack of that name; a pack of your own lists them.
    """
    server = grpc.server(ThreadPoolExecutor(max_workers=4), options=_NO_LIMIT)
    chosen = tuple(PACKS[pack] if rules is None else rules)
    analyzer = RuleAnalyzer(pack, chosen, lambda: server.stop(_LAST_ANSWERS))
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(analyzer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    parent = os.getppid()
    try:
        while server.wait_for_termination(timeout=2) and os.getppid() == parent:
            pass  # a pack outlives a killed engine unless it looks
    except KeyboardInterrupt:
        pass
    server.stop(None)
