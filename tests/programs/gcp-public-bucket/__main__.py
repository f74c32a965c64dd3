"""Training data that anybody may read, in each way that Cloud Storage can be opened."""

import pulumi
from pulumi_gcp import storage

data = storage.Bucket("data", location="EUROPE-WEST4", uniform_bucket_level_access=False)
storage.BucketIAMMember("everybody", bucket=data.name, role="roles/storage.objectViewer", member="allUsers")
storage.BucketIAMBinding(
    "anybody", bucket=data.name, role="roles/storage.legacyBucketReader", members=["allAuthenticatedUsers"]
)

pulumi.export("data", data.url)
