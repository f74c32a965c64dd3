"""`stackwright.pricing.aws.studios`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

NOTEBOOK = "aws:sagemaker/notebookInstance:NotebookInstance"
APP = "aws:sagemaker/app:App"
JOB = "aws:sagemaker/trainingJob:TrainingJob"
TUNING = "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob"
RUNS = Usage().with_values({"training_runs": 3, "training_hours": 5})


def _resources(count: Any = 2, machine: Any = "ml.g5.xlarge", **more: Any) -> dict[str, Any]:
    return {"resourceConfig": {"instanceType": machine, "instanceCount": count} | more}


def test_a_notebook_pays_while_it_runs_and_for_its_volume(make: Make, priced: Priced) -> None:
    found = priced(make(NOTEBOOK, inputs={"instanceType": "ml.t3.medium", "volumeSize": 50}), region="eu-west-1")
    assert f"{found.expected:.2f}" == f"{0.055 * 730 + 0.154 * 50:.2f}"


def test_a_notebook_that_is_stopped_outside_of_work_pays_less(make: Make, priced: Priced) -> None:
    notebook = make(NOTEBOOK, inputs={"instanceType": "ml.g5.xlarge"})
    usage = Usage().with_values({"machine_hours": Range(100, 200, 730)})
    assert priced(notebook, usage=usage).items[0].quantity == Range(100, 200, 730)


@pytest.mark.parametrize("inputs", [{}, {"instanceType": "ml.t3.medium", "volumeSize": UNKNOWN}])
def test_what_is_not_known_of_a_notebook_is_said(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    assert Status.UNKNOWN_INPUT in {item.status for item in priced(make(NOTEBOOK, inputs=inputs)).items}


@pytest.mark.parametrize(
    ("kind", "machine", "region", "rate"),
    [
        ("JupyterLab", "ml.g6.xlarge", "us-west-2", 1.127),
        ("JupyterLab", "ml.t3.medium", "us-east-1", 0.05),
        ("KernelGateway", "ml.m5.large", "eu-west-1", 0.128),
    ],
)
def test_an_app_pays_by_its_kind(make: Make, priced: Priced, kind: str, machine: str, region: str, rate: float) -> None:
    app = make(APP, inputs={"appType": kind, "resourceSpec": {"instanceType": machine}})
    assert [item.unit_price for item in priced(app, region=region).items] == [rate]


def test_the_server_of_studio_is_free_and_another_app_is_named(make: Make, priced: Priced) -> None:
    assert priced(make(APP, inputs={"appType": "JupyterServer"})).items[0].status is Status.FREE
    assert priced(make(APP, inputs={"appType": "JupyterLab"})).items[0].status is Status.UNKNOWN_INPUT
    assert priced(make(APP, inputs={"appType": UNKNOWN})).coverage == 0


def test_a_training_job_pays_for_its_runs(make: Make, priced: Priced) -> None:
    found = priced(make(JOB, inputs=_resources()), usage=RUNS)
    assert f"{found.expected:.2f}" == f"{1.408 * 2 * 3 * 5:.2f}"


def test_no_run_is_longer_than_its_limit(make: Make, priced: Priced) -> None:
    limited = make(JOB, inputs=_resources() | {"stoppingCondition": {"maxRuntimeInSeconds": 7200}})
    assert priced(limited, usage=RUNS).items[0].quantity == Range.of(2 * 3 * 2)
    wide = priced(make(JOB, inputs=_resources() | {"stoppingCondition": {"maxRuntimeInSeconds": 360_000}}))
    assert wide.items[0].quantity == Range(2 * 1 * 1, 2 * 4 * 8, 2 * 20 * 100)


def test_volumes_of_a_training_job_pay_for_the_time_that_they_are_there(make: Make, priced: Priced) -> None:
    job = make(JOB, inputs=_resources(volumeSizeInGb=730))
    storage = priced(job, usage=RUNS, region="eu-west-1").items[-1]
    assert (storage.dimension, storage.quantity) == ("training storage", Range.of(2 * 3 * 5))


def test_groups_of_instances_are_billed_one_by_one(make: Make, priced: Priced) -> None:
    groups = [
        {"instanceType": "ml.g5.xlarge", "instanceCount": 1},
        {"instanceType": "ml.m5.xlarge", "instanceCount": 4},
    ]
    found = priced(make(JOB, inputs={"resourceConfig": {"instanceGroups": groups}}), usage=RUNS)
    assert f"{found.expected:.2f}" == f"{15 * (1.408 + 4 * 0.23):.2f}"


def test_spot_training_says_what_rate_is_used(make: Make, priced: Priced) -> None:
    job = make(JOB, inputs=_resources() | {"enableManagedSpotTraining": True})
    assert priced(job).items[0].note.endswith("the on-demand rate is used")


def test_a_tuning_job_pays_for_each_job_that_it_may_start(make: Make, priced: Priced) -> None:
    limits = {"config": {"resourceLimits": {"maxNumberOfTrainingJobs": 10}}}
    one = priced(make(TUNING, inputs=limits | {"trainingJobDefinition": _resources()}), usage=RUNS)
    two = priced(make(TUNING, inputs=limits | {"trainingJobDefinitions": [_resources(), _resources()]}), usage=RUNS)
    assert f"{one.expected:.2f}" == f"{two.expected:.2f}" == f"{1.408 * 2 * 3 * 5 * 10:.2f}"


@pytest.mark.parametrize(
    ("token", "inputs", "reason"),
    [
        (JOB, {}, "`resourceConfig` is not known before deployment"),
        (
            JOB,
            _resources(machine="ml.p5.48xlarge"),
            "no dated price for SageMaker Training ml.p5.48xlarge (instance-hour) in us-east-1",
        ),
        (JOB, _resources(trainingPlanArn="arn"), "paid with its training plan, whose price the graph does not hold"),
        (JOB, _resources(volumeSizeInGb=UNKNOWN), "`resourceConfig.volumeSizeInGb` is not known before deployment"),
        (
            TUNING,
            {"config": {"resourceLimits": {"maxNumberOfTrainingJobs": UNKNOWN}}},
            "`config.resourceLimits.maxNumberOfTrainingJobs` is not known before deployment",
        ),
    ],
)
def test_what_is_not_known_of_a_job_is_named(
    make: Make, priced: Priced, token: str, inputs: dict[str, Any], reason: str
) -> None:
    assert reason in [why for _, why in priced(make(token, inputs=inputs)).unpriced]
