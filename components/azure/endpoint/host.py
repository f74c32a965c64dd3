"""What hosts an endpoint's models: Azure ML."""

import re

from stackwright.components.variants import Host

HOST = Host(
    "Azure ML",
    "azure",
    re.compile(
        r"https://(?P<account>[a-z0-9]{3,24})\.(blob|dfs)\.core\.windows\.net/(?P<container>[a-z0-9-]{3,63})/(?P<path>\S+)"
    ),
    "https://<account>.blob.core.windows.net/<container>/<path>",
)
