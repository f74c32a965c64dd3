"""How each cloud writes what a blueprint names: accounts, reservations, images, models, secrets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """How a cloud writes one thing that a blueprint names."""

    what: str
    pattern: str
    """Regular expression of the whole text."""
    words: str
    """The form in words, with an example."""
    source: str

    def fits(self, text: str) -> bool:
        """Whether `text` has the form."""
        return re.fullmatch(self.pattern, text) is not None


ACCOUNTS: Mapping[str, Form] = {
    "aws": Form(
        "an AWS account id",
        r"\d{12}",
        "twelve digits in quotes",
        "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
    ),
    "gcp": Form(
        "a Google Cloud project id",
        r"([a-z][a-z0-9.-]*\.[a-z]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]",
        "6 to 30 lower-case letters, digits and dashes, a letter first, such as research-prod",
        "https://cloud.google.com/resource-manager/docs/creating-managing-projects",
    ),
    "azure": Form(
        "an Azure subscription id",
        r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        "a UUID such as 00000000-0000-0000-0000-000000000000",
        "https://learn.microsoft.com/azure/azure-portal/get-subscription-tenant-id",
    ),
}
"""What a stack is made in: account, project or subscription."""

BILLING_ACCOUNTS: Mapping[str, Form] = {
    "gcp": Form(
        "a billing account",
        r"[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}",
        "its id, such as 012345-6789AB-CDEF01",
        "https://cloud.google.com/billing/docs/how-to/find-billing-account-id",
    ),
}
"""What a budget is made in, where that is not the account itself."""

RESERVATIONS: Mapping[str, Form] = {
    "aws": Form(
        "a capacity reservation or a capacity block",
        r"cr-[0-9a-f]{8,17}",
        "its id, such as cr-0123456789abcdef0",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CapacityReservation.html",
    ),
    "gcp": Form(
        "a reservation",
        r"(projects/[a-z0-9:.-]+/reservations/)?[a-z]([a-z0-9-]{0,61}[a-z0-9])?(/reservationBlocks/\S+)?",
        "its name, or projects/<project>/reservations/<name> for a shared one",
        "https://cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations",
    ),
    "azure": Form(
        "a capacity reservation group",
        r"(?i)/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Compute/capacityReservationGroups/[^/]+",
        "its resource id, /subscriptions/<id>/resourceGroups/<group>/providers/"
        "Microsoft.Compute/capacityReservationGroups/<name>",
        "https://learn.microsoft.com/azure/aks/use-capacity-reservation-groups",
    ),
}
"""Reserved machines."""

RESERVATION_GROUPS: Mapping[str, Form] = {
    "aws": Form(
        "a group of capacity reservations",
        r"arn:.*",
        "the ARN of a group of them",
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-cr-group.html",
    ),
}
"""Several reservations in one, which components take in the place of a single one."""

IMAGES: Mapping[str, Form] = {
    "aws": Form(
        "an image in ECR",
        r"(?P<account>\d{12})\.dkr\.ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?"
        r"/(?P<repository>[a-z0-9._/-]+)[:@]\S+",
        "<account>.dkr.ecr.{region}.amazonaws.com/<name>:<version>",
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html",
    ),
    "gcp": Form(
        "an image in Artifact Registry",
        r"(?P<region>[a-z0-9-]+)-docker\.pkg\.dev/[a-z0-9.:-]+/[a-z0-9-]+/[a-z0-9._/-]+[:@]\S+",
        "{region}-docker.pkg.dev/<project>/<repository>/<name>:<version>",
        "https://cloud.google.com/vertex-ai/docs/predictions/custom-container-requirements#publishing",
    ),
    "azure": Form(
        "an image in Azure Container Registry",
        r"(?P<registry>[a-z0-9]{5,50})\.azurecr\.io/(?P<repository>[a-z0-9._/-]+)[:@]\S+",
        "<registry>.azurecr.io/<name>:<version>",
        "https://learn.microsoft.com/azure/machine-learning/how-to-deploy-custom-container",
    ),
}
"""Images that a managed endpoint pulls; `{region}` stands for its region, and the group `region` for the image's."""

MODELS: Mapping[str, Form] = {
    "aws": Form(
        "a model in S3",
        r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/(?=.)(?:[\w!.*'()-]+/)*(?:[\w!.*'()-]+\.tar\.gz)?",
        "s3://bucket/path/model.tar.gz, or a folder such as s3://bucket/path/",
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelDataSource.html",
    ),
    "gcp": Form(
        "a folder in Cloud Storage",
        r"gs://[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]/(?:[\w!.*'()=-]+/)*",
        "a folder such as gs://bucket/path/",
        "https://cloud.google.com/vertex-ai/docs/training/exporting-model-artifacts",
    ),
    "azure": Form(
        "a folder in a storage account",
        r"https://[a-z0-9]{3,24}\.(?:blob|dfs)\.core\.windows\.net/[a-z0-9-]{3,63}/(?:[\w!.*'()=-]+/)+",
        "a folder such as https://account.blob.core.windows.net/container/path/",
        "https://learn.microsoft.com/azure/machine-learning/how-to-manage-models",
    ),
}
"""Where a model that the image does not carry is read from."""

VARIANT_NAMES: Mapping[str, Form] = {
    "aws": Form(
        "a name of a production variant",
        r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
        "letters, digits and dashes, at most 63",
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    ),
    "gcp": Form(
        "a name of a deployed model",
        r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?",
        "lower-case letters, digits and dashes, at most 63",
        "https://cloud.google.com/compute/docs/naming-resources",
    ),
    "azure": Form(
        "a name of an online deployment",
        r"[a-zA-Z][a-zA-Z0-9-]{1,25}[a-zA-Z0-9]",
        "3 to 27 letters, digits and dashes",
        "https://learn.microsoft.com/azure/machine-learning/how-to-manage-quotas#azure-machine-learning-online-endpoints",
    ),
}
"""Names of variants; on Azure they are shorter than those of a blueprint may be."""

SECRETS: Mapping[str, Form] = {
    "aws": Form(
        "an ARN",
        r"arn:.*",
        "arn:...",
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html",
    ),
    "gcp": Form(
        "a secret of Secret Manager",
        r"projects/.*",
        "projects/<project>/secrets/<name>",
        "https://cloud.google.com/secret-manager/docs/reference/rest",
    ),
    "azure": Form(
        "a secret of Key Vault",
        r"https://[a-z0-9-]+\.vault\.azure\.net/.*",
        "https://<vault>.vault.azure.net/secrets/<name>",
        "https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates",
    ),
}
"""Ids of secrets, which a variable may hold in the place of one."""
