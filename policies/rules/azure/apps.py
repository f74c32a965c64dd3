"""Rules about web apps and functions of App Service."""

from typing import Any, Final

from stackwright.plan.graph import MISSING
from stackwright.policies.demands import demand, demand_set
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.tokens import azure

APPS: Final = (azure("web/WebApp"), azure("web/WebAppSlot"))
_APP: Final[dict[str, Any]] = {"resourceGroupName": "shop"}
RULES = (
    demand(
        "httpsOnly",
        True,
        id="azure-app-https-only",
        title="Apps answer over HTTPS only",
        types=APPS,
        inputs=_APP,
        text="is not true",
        fix="set `https_only` to true",
        severity="high",
        frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AZURE_14 CKV_AZURE_70 CKV_AZURE_153"),
    ),
    demand(
        "siteConfig.minTlsVersion",
        "1.2",
        "1.3",
        MISSING,
        refused="1.0",
        id="azure-app-min-tls",
        title="Apps speak TLS 1.2 or later",
        types=APPS,
        inputs=_APP,
        text="accepts TLS before 1.2",
        fix="leave `min_tls_version` out, or set it to 1.2",
        severity="high",
        frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AZURE_15 CKV_AZURE_145 CKV_AZURE_154"),
    ),
    demand(
        "siteConfig.ftpsState",
        "Disabled",
        "FtpsOnly",
        MISSING,
        refused="AllAllowed",
        id="azure-app-no-ftp",
        title="Nobody deploys apps over plain FTP",
        types=APPS,
        inputs=_APP,
        text="takes plain FTP",
        fix="set `ftps_state` to Disabled",
        severity="high",
        frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AZURE_78"),
    ),
    demand(
        "siteConfig.remoteDebuggingEnabled",
        False,
        MISSING,
        refused=True,
        id="azure-app-no-debugging",
        title="Nobody debugs apps from outside",
        types=APPS,
        inputs=_APP,
        text="opens a debugger to the internet",
        fix="leave `remote_debugging_enabled` out",
        severity="high",
        frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AZURE_72"),
    ),
    demand_set(
        "identity",
        {"type": "SystemAssigned"},
        id="azure-app-identity",
        title="Apps act under an identity of their own",
        types=APPS,
        inputs=_APP,
        text="is not given, so the app needs keys and passwords",
        fix="give the app a managed identity, and grant it what it needs",
        severity="low",
        frameworks=maps_to(Family.ACCESS, checkov="CKV_AZURE_71"),
    ),
)
