"""Rules about web apps and functions of App Service."""

from typing import Any, Final

from stackwright.plan.graph import MISSING
from stackwright.policies.demands import demand
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
        frameworks=maps_to(
            Family.TRANSPORT,
            checkov="CKV_AZURE_14 CKV_AZURE_70 CKV_AZURE_153",
            azure_policy="a4af4a39-4135-47fb-b175-47fbdf85311d ae1b9a8c-dfce-4605-bd91-69213b4a26fc "
            "6d555dd1-86f2-4f1c-8ed7-5abae7c6cbab 5e5dbe3f-2702-4ffc-8b1e-0cae008a5c71",
        ),
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
        frameworks=maps_to(
            Family.TRANSPORT,
            checkov="CKV_AZURE_78",
            azure_policy="4d24b6d4-5e53-4a4f-a7f4-618fa573ee4b c285a320-8830-4665-9cc7-bbd05fc7c5c0 "
            "399b2637-a50f-4f95-96f8-3a145476eb15 e1a09430-221d-4d4c-a337-1edb5a1fa9bb",
        ),
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
        frameworks=maps_to(
            Family.EXPOSURE,
            checkov="CKV_AZURE_72",
            azure_policy="cb510bfd-1cba-4d9f-a230-cb0976f4bb71 a08ae1ab-8d1d-422b-a123-df82b307ba61 "
            "0e60b895-3786-45da-8377-9c6b4b6ac5f9 89691ef9-8c50-49a8-8950-9c7fba41699e",
        ),
    ),
    demand(
        "identity.type",
        "SystemAssigned",
        "UserAssigned",
        "SystemAssigned, UserAssigned",
        id="azure-app-identity",
        title="Apps act under an identity of their own",
        types=APPS,
        inputs=_APP,
        text="is None or not given, so the app needs keys and passwords",
        fix="give the app a managed identity, and grant it what it needs",
        severity="low",
        frameworks=maps_to(
            Family.ACCESS,
            checkov="CKV_AZURE_71",
            azure_policy="2b9ad585-36bc-4615-b300-fd4435808332 4a15c15f-90d5-4a1f-8b63-2903944963fd "
            "0da106f2-4ca3-48e8-bc85-c638fe6aea8f",
        ),
    ),
)
