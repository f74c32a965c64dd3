import pulumi
from pulumi_gcp import artifactregistry, cloudfunctions, cloudrun, cloudrunv2, organizations, storage

config = pulumi.Config()
location = pulumi.Config("gcp").require("region")
project = organizations.get_project()

bucket = storage.Bucket("assets", location="US", force_destroy=True)

storage.BucketIAMBinding(
    "assets-read",
    bucket=bucket.name,
    role="roles/storage.objectViewer",
    members=["allUsers"],
)

source = storage.BucketObject(
    "python-zip",
    bucket=bucket.name,
    source=pulumi.AssetArchive({".": pulumi.FileArchive("./app")}),
)

fxn = cloudfunctions.Function(
    "my-function",
    entry_point="hello",
    runtime="python312",
    region=location,
    source_archive_bucket=bucket.name,
    source_archive_object=source.name,
    trigger_http=True,
)

cloudfunctions.FunctionIamMember(
    "invoker",
    project=fxn.project,
    region=fxn.region,
    cloud_function=fxn.name,
    role="roles/cloudfunctions.invoker",
    member="allUsers",
)

registry = artifactregistry.Repository("images", location=location, repository_id="images", format="DOCKER")

artifactregistry.RepositoryIamMember(
    "images-public",
    location=registry.location,
    repository=registry.name,
    role="roles/artifactregistry.reader",
    member="allUsers",
)

service = cloudrun.Service(
    "default-service",
    location=location,
    template={"spec": {"containers": [{"image": "gcr.io/cloudrun/hello"}]}},
)

cloudrun.IamMember(
    "hello-everyone",
    service=service.name,
    location=service.location,
    role="roles/run.invoker",
    member="allUsers",
)

worker = cloudrunv2.Service(
    "worker",
    location=location,
    ingress="INGRESS_TRAFFIC_ALL",
    template={
        "containers": [
            {
                "image": registry.name.apply(lambda name: f"{location}-docker.pkg.dev/{project.project_id}/{name}/app"),
                "envs": [{"name": "GREETING", "value": config.get("greeting") or "hello"}],
            }
        ],
        "scaling": {"max_instance_count": config.get_int("maxInstances") or 2},
    },
)

pulumi.export("bucket_name", bucket.url)
pulumi.export("cloud_run_url", service.statuses[0].url)
pulumi.export("fxn_url", fxn.https_trigger_url)
