"""What hosts an endpoint's models: SageMaker."""

import re

from stackwright.components.variants import Host

HOST = Host(
    "SageMaker",
    "aws",
    re.compile(r"s3://(?P<bucket>[a-z0-9.-]{3,63})/(?P<key>\S+)"),
    "s3://<bucket>/<key>",
)
