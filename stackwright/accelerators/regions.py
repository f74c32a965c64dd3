"""Regions that exist, so that a mistyped `region` is caught before anything runs."""

import difflib

# botocore 1.44.5 data/partitions.json; a region listed is not a promise that a machine type is sold there
_PARTITIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "aws": {
        "aws": (
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "me-west-1",
            "mx-central-1",
            "sa-east-1",
            "sa-west-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
        ),
        "aws-us-gov": ("us-gov-east-1", "us-gov-west-1"),
        "aws-cn": ("cn-north-1", "cn-northwest-1"),
    },
}

# compute.regions.list and compute.zones.list as Cyclenerd/google-cloud-pricing-cost-calculator keeps them
# (tools/regions.csv @0323a25f, tools/zones.csv @29a09a60): every region has zones a, b and c but these
_GCP = (
    "africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 "
    "asia-south2 asia-southeast1 asia-southeast2 australia-southeast1 australia-southeast2 europe-central2 "
    "europe-north1 europe-north2 europe-southwest1 europe-west1 europe-west10 europe-west12 europe-west2 "
    "europe-west3 europe-west4 europe-west6 europe-west8 europe-west9 me-central1 me-central2 me-west1 "
    "northamerica-northeast1 northamerica-northeast2 northamerica-south1 southamerica-east1 southamerica-west1 "
    "us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4"
).split()
_GCP_ZONES = {"us-central1": "abcf", "us-east1": "bcd", "europe-west1": "bcd"}

# subscription locations as Azure/karpenter-provider-azure@4247c5a5 pkg/fake/locations.json keeps them
_AZURE_WITH_ZONES = (
    "australiaeast austriaeast belgiumcentral brazilsouth canadacentral centralindia centralus chilecentral "
    "denmarkeast eastasia eastus eastus2 francecentral germanywestcentral indonesiacentral israelcentral "
    "italynorth japaneast japanwest koreacentral malaysiawest mexicocentral newzealandnorth northeurope "
    "norwayeast polandcentral qatarcentral southafricanorth southcentralus southeastasia spaincentral "
    "swedencentral switzerlandnorth uaenorth uksouth westeurope westus2 westus3"
).split()
_AZURE_WITHOUT_ZONES = (
    "australiacentral australiacentral2 australiasoutheast brazilsoutheast canadaeast francesouth germanynorth "
    "jioindiacentral jioindiawest koreasouth northcentralus norwaywest southafricawest southindia "
    "switzerlandwest uaecentral ukwest westcentralus westindia westus"
).split()

_PARTITIONS["gcp"] = {"gcp": tuple(_GCP)}
_PARTITIONS["azure"] = {"azure": tuple(sorted(_AZURE_WITH_ZONES + _AZURE_WITHOUT_ZONES))}


class NoRegion(LookupError):
    """A region that the cloud does not have; the message is a sentence for the user."""

    def __init__(self, message: str, nearest: tuple[str, ...]) -> None:
        super().__init__(message)
        self.nearest = nearest


def regions(cloud: str) -> tuple[str, ...]:
    """Region names of `cloud`; empty where the table has none yet."""
    return tuple(name for names in _PARTITIONS.get(cloud, {}).values() for name in names)


def region(name: str, cloud: str) -> str:
    """`name` when `cloud` has such a region, else `NoRegion` with the nearest names."""
    known = regions(cloud)
    if not known or name in known:
        return name
    nearest = tuple(difflib.get_close_matches(name.strip().lower(), known, n=3, cutoff=0.7))
    hint = f": did you mean {' or '.join(nearest)}?" if nearest else f": {cloud} has {', '.join(known)}"
    raise NoRegion(f"`{name}` is not a region of {cloud}{hint}", nearest)


def zones(name: str, cloud: str) -> tuple[str, ...]:
    """Zones of the region `name`: full names on Google Cloud, `1` to `3` on Azure, empty where there are none.

    On AWS they differ per account and are looked up, so none are listed. Not every machine type is in every zone.
    """
    region(name, cloud)
    if cloud == "gcp":
        return tuple(f"{name}-{letter}" for letter in _GCP_ZONES.get(name, "abc"))
    return ("1", "2", "3") if cloud == "azure" and name in _AZURE_WITH_ZONES else ()


def partition(name: str) -> str:
    """ARN partition of an AWS region: `aws`, `aws-us-gov` or `aws-cn`."""
    for found, names in _PARTITIONS["aws"].items():
        if name in names:
            return found
    raise NoRegion(f"`{name}` is not a region of aws", ())
