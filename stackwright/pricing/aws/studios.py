"""What machines for work on models cost on SageMaker: notebooks, Studio apps, training and tuning jobs."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from stackwright.plan.graph import MISSING, value_at
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import Basis, LineItem, Range
from stackwright.pricing.nodes import machine_hours, running
from stackwright.pricing.prices import Key
from stackwright.pricing.terms import managed

NOTEBOOK_DISK: Final = Key("SageMaker Notebook", "storage", "GB-month")
TRAINING_DISK: Final = Key("SageMaker Training", "storage", "GB-month")

KEYS: Final = (NOTEBOOK_DISK, TRAINING_DISK)

BY_MACHINE: Final = frozenset({"SageMaker Notebook", "SageMaker Studio", "SageMaker Training"})
"""Services of which each instance type has a price of its own."""

_HOURS_OF_A_MONTH = 730


def notebook_hour(machine: str) -> Key:
    """Hours of a notebook instance (`ml.t3.medium`)."""
    return Key("SageMaker Notebook", machine, "instance-hour")


def app_hour(machine: str, app: str) -> Key:
    """Hours of an app of Studio (`ml.t3.medium`, `JupyterLab`)."""
    return Key("SageMaker Studio", f"{machine} {app}", "instance-hour")


def training_hour(machine: str) -> Key:
    """Hours of one instance of a training job (`ml.g5.xlarge`)."""
    return Key("SageMaker Training", machine, "instance-hour")


def notebook(bill: Bill) -> Iterable[LineItem]:
    """Hours of a notebook instance while it runs, and its volume all month."""
    machine, size = bill.text("instanceType"), bill.number("volumeSize", 5)  # the API's default
    if not machine:
        yield bill.unknown("notebook hours", "instanceType")
    else:
        one = Range.of(1)
        on = running(bill, one, stops=True)
        yield from machine_hours(bill, machine, [managed(notebook_hour(machine))], one, on=on)
    yield bill.unknown("storage", "volumeSize") if size is None else bill.priced(NOTEBOOK_DISK, Range.of(size))


def app(bill: Bill) -> Iterable[LineItem]:
    """Hours of an app of Studio while it runs; the server of Studio itself is free."""
    kind, machine = bill.text("appType"), bill.text("resourceSpec.instanceType")
    if kind is None or machine is None:
        yield bill.unknown("app hours", "appType" if kind is None else "resourceSpec.instanceType")
    elif kind == "JupyterServer" or machine == "system":
        yield bill.free("the server of Studio has no charge of its own (Amazon SageMaker AI pricing)")
    elif not machine:
        yield bill.unknown("app hours", "resourceSpec.instanceType")
    else:
        one = Range.of(1)
        key, on = app_hour(machine, kind), running(bill, one, stops=True)
        yield from machine_hours(bill, machine, [managed(key)], one, on=on, what=f"{machine} {kind}")


def training_job(bill: Bill) -> Iterable[LineItem]:
    """Instances and volumes of a training job: a run has a limit, and the month has several runs."""
    yield from _job(bill, "", bill.stack.usage.training_runs)


def tuning_job(bill: Bill) -> Iterable[LineItem]:
    """Training jobs of a tuning job: one to each job that the limits allow, in every run."""
    most = bill.number("config.resourceLimits.maxNumberOfTrainingJobs", 1)
    several = [str(index) for index, _ in enumerate(bill.resource.all("trainingJobDefinitions[*]"))]
    places = [f"trainingJobDefinitions[{index}]." for index in several] or ["trainingJobDefinition."]
    if most is None:
        yield bill.unknown("training hours", "config.resourceLimits.maxNumberOfTrainingJobs")
        return
    jobs = Range(min(1.0, most), most, most) * bill.stack.usage.training_runs
    for place in places:
        yield from _job(bill, place, jobs * (1 / len(places)))


def _job(bill: Bill, at: str, runs: Range) -> Iterable[LineItem]:
    hours, says = _hours(bill, at)
    note = f"{bill.assume('training_runs')}; {says}"
    groups = _groups(bill, at)
    if bill.get(f"{at}resourceConfig.trainingPlanArn") is not MISSING:
        yield bill.unpriced("training hours", "paid with its training plan, whose price the graph does not hold")
        return
    if not groups:
        yield bill.unknown("training hours", f"{at}resourceConfig")
    spot = bill.get(f"{at}enableManagedSpotTraining") is True
    for machine, count in groups:
        total = runs * hours * count
        says = f"{note}; spot is billed at what it costs at the time, the on-demand rate is used" if spot else note
        name = f"{machine} training hours"
        yield bill.priced(training_hour(machine), total, dimension=name, basis=Basis.ASSUMED, note=says)
    size = bill.number(f"{at}resourceConfig.volumeSizeInGb", 0)
    if size is None:
        yield bill.unknown("training storage", f"{at}resourceConfig.volumeSizeInGb")
    elif size and groups:
        kept = runs * hours * (size * sum(count for _, count in groups) / _HOURS_OF_A_MONTH)
        yield bill.priced(TRAINING_DISK, kept, dimension="training storage", basis=Basis.ASSUMED, note=note)


def _groups(bill: Bill, at: str) -> list[tuple[str, float]]:
    """Instance types of a job with their counts; empty where one is not known."""
    config: Any = bill.get(f"{at}resourceConfig")
    places = [config, *(value for _, value in bill.resource.all(f"{at}resourceConfig.instanceGroups[*]"))]
    found = [(value_at(each, "instanceType"), as_number(value_at(each, "instanceCount"))) for each in places]
    return [(machine, count) for machine, count in found if isinstance(machine, str) and count]


def _hours(bill: Bill, at: str) -> tuple[Range, str]:
    """Hours of one run, never more than it may take."""
    assumed, limit = bill.stack.usage.training_hours, bill.number(f"{at}stoppingCondition.maxRuntimeInSeconds")
    most = limit / 3600 if limit else assumed.high
    return Range(*(min(each, most) for each in (assumed.low, assumed.expected, most))), bill.assume("training_hours")


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:sagemaker/notebookInstance:NotebookInstance": notebook,
    "aws:sagemaker/app:App": app,
    "aws:sagemaker/trainingJob:TrainingJob": training_job,
    "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob": tuning_job,
}
