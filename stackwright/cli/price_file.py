"""`prices.yaml` of a project, read with every mistake at its line."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from stackwright.blueprints.document import Document
from stackwright.blueprints.paths import Steps, is_fields
from stackwright.blueprints.problems import Problem, SpecError, nearest
from stackwright.blueprints.reading import read
from stackwright.blueprints.wording import mistakes
from stackwright.cli.policy_file import placed
from stackwright.pricing.overrides import Contract, ContractProblem, Discount, OwnRate, problems_of, repeated

_PARTS: Mapping[str, type[OwnRate] | type[Discount]] = {"rates": OwnRate, "discounts": Discount}


def read_contract(path: Path) -> Contract:
    """The contract in the file at `path`. Raises `SpecError` with all its problems."""
    document = read(path)
    data = document.data
    if not is_fields(data):
        raise SpecError([document.problem((), "is not a price file", allowed="fields, such as `stackwright: 1`")])
    found = list(_meaningless(document, data))
    try:
        contract = Contract.model_validate(data)
    except ValidationError as error:
        found += [placed(document, one) for one in mistakes(error, Contract, data, whole="the price file")]
        raise SpecError(found) from None
    if found:
        raise SpecError(found)
    return contract


def _meaningless(document: Document, data: Mapping[str, Any]) -> Iterator[Problem]:
    """Entries that are well formed and name nothing, whatever else is wrong."""
    for part, model in _PARTS.items():
        given = data.get(part)
        sound: dict[int, Any] = {}
        for at, item in enumerate(given if isinstance(given, list) else ()):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            if (one := _sound(model, item)) is not None:
                sound[at] = one
                yield from (_told(document, (part, at), problem) for problem in problems_of(one))
        if part == "rates":
            places = list(sound)
            for again in repeated(list(sound.values())):
                yield document.problem((part, places[again]), "is given twice", hint="keep one of them")


def _sound(model: type[BaseModel], item: Any) -> Any:
    try:
        return model.model_validate(item)
    except ValidationError:
        return None


def _told(document: Document, steps: Steps, problem: ContractProblem) -> Problem:
    here = (*steps, problem.field)
    written = document.written.get(here, "")
    near = nearest(written, problem.near)
    return document.problem(
        here, problem.message, got=written[:80], allowed=problem.allowed, hint=f"did you mean `{near}`?" if near else ""
    )
