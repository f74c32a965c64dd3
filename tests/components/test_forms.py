"""Area of concern: how each cloud writes accounts, reservations, images, models and secrets."""

import re

import pytest

from stackwright.components.forms import (
    ACCOUNTS,
    BILLING_ACCOUNTS,
    IMAGES,
    MODELS,
    RESERVATION_GROUPS,
    RESERVATIONS,
    SECRETS,
    VARIANT_NAMES,
    Form,
)

TABLES = {
    "account": ACCOUNTS,
    "billing account": BILLING_ACCOUNTS,
    "image": IMAGES,
    "model": MODELS,
    "reservation": RESERVATIONS,
    "reservation group": RESERVATION_GROUPS,
    "secret": SECRETS,
    "variant": VARIANT_NAMES,
}
GROUP = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/capacityReservationGroups/h100"


@pytest.mark.parametrize(
    ("table", "cloud", "text"),
    [
        ("account", "aws", "123456789012"),
        ("account", "gcp", "research-prod"),
        ("account", "gcp", "example.com:research"),
        ("account", "azure", "00000000-0000-0000-0000-00000000000A"),
        ("billing account", "gcp", "012345-6789AB-CDEF01"),
        ("image", "aws", "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/serve:1"),
        ("image", "gcp", "us-central1-docker.pkg.dev/research-prod/serving/team/serve@sha256:00"),
        ("image", "azure", "examples.azurecr.io/serve:1.0"),
        ("model", "aws", "s3://models/a/model.tar.gz"),
        ("model", "gcp", "gs://models/a/b/"),
        ("model", "azure", "https://models.blob.core.windows.net/assistant/v1/"),
        ("reservation", "aws", "cr-0123456789abcdef0"),
        ("reservation", "gcp", "h100"),
        ("reservation", "gcp", "projects/shared/reservations/h100/reservationBlocks/b1"),
        ("reservation", "azure", GROUP),
        ("reservation", "azure", GROUP.lower()),
        ("secret", "aws", "arn:aws:secretsmanager:x"),
        ("secret", "gcp", "projects/research-prod/secrets/token"),
        ("secret", "azure", "https://keys.vault.azure.net/secrets/token"),
        ("reservation group", "aws", "arn:aws:resource-groups:us-east-1:123456789012:group/gpus"),
        ("variant", "aws", "Stable-2"),
        ("variant", "azure", "stable-2"),
        ("variant", "gcp", "stable-2"),
    ],
)
def test_what_a_cloud_writes_has_its_form(table: str, cloud: str, text: str) -> None:
    assert TABLES[table][cloud].fits(text)


@pytest.mark.parametrize(
    ("table", "cloud", "text"),
    [
        ("account", "aws", "12345678901"),
        ("account", "gcp", "Research"),
        ("account", "gcp", "123456789012"),
        ("account", "azure", "research"),
        ("billing account", "gcp", "012345-6789ab-cdef01"),
        ("billing account", "gcp", "billingAccounts/012345-6789AB-CDEF01"),
        ("image", "gcp", "python:3.11"),
        ("image", "azure", "mcr.microsoft.com/azureml/serve:1"),
        ("model", "gcp", "gs://models/model.tar.gz"),
        ("model", "azure", "https://models.blob.core.windows.net/assistant"),
        ("reservation", "aws", "h100"),
        ("reservation", "gcp", "cr_1"),
        ("reservation", "azure", "h100"),
        ("model", "aws", "s3://models/"),
        ("secret", "gcp", "hunter2"),
        ("secret", "azure", "https://example.com/secrets/token"),
        ("variant", "azure", "ab"),
        ("variant", "aws", "-stable"),
        ("variant", "gcp", "Stable"),
    ],
)
def test_anything_else_has_not(table: str, cloud: str, text: str) -> None:
    assert not TABLES[table][cloud].fits(text)


@pytest.mark.parametrize("table", TABLES)
def test_a_form_is_told_in_words_and_has_a_source(table: str) -> None:
    forms: list[Form] = list(TABLES[table].values())
    assert all(form.what.partition(" ")[0] in ("a", "an") for form in forms)
    assert all(form.words and form.source.startswith("https://") and re.compile(form.pattern) for form in forms)
