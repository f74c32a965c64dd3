"""What hosts an endpoint's models: Vertex AI, which does not scale to zero.

https://cloud.google.com/vertex-ai/docs/reference/rest/v1/DedicatedResources
"""

import re

from stackwright.components.variants import Host

HOST = Host(
    "Vertex AI",
    "gcp",
    re.compile(r"gs://[a-z0-9._-]{3,222}(/\S*)?"),
    "gs://<bucket>/<folder>",
)
