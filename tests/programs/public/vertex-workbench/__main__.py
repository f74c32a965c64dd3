import pulumi
import pulumi_gcp as gcp

config = pulumi.Config()
zone = gcp.config.zone or "us-central1-a"
zones = gcp.compute.get_zones(region="us-central1")
current = gcp.organizations.get_client_config()
project = gcp.organizations.get_project(project_id=current.project)

instance = gcp.workbench.Instance(
    "instance",
    location=zone,
    gce_setup={
        "machine_type": config.get("machineType") or "n1-standard-4",
        "accelerator_configs": [{"type": "NVIDIA_TESLA_T4", "core_count": "1"}],
        "vm_image": {"project": "cloud-notebooks-managed", "family": "workbench-instances"},
        "disable_public_ip": False,
        "metadata": {"terraform": "true"},
    },
)

keyring = gcp.kms.KeyRing("keyring", location="us-central1")
key = gcp.kms.CryptoKey("key", key_ring=keyring.id)
gcp.kms.CryptoKeyIAMBinding(
    "key-users",
    crypto_key_id=key.id,
    role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
    members=["allAuthenticatedUsers"],
)

dataset = gcp.vertex.AiDataset(
    "images",
    display_name="images",
    metadata_schema_uri="gs://google-cloud-aiplatform/schema/dataset/metadata/image_1.0.0.yaml",
    region="us-central1",
)

endpoint = gcp.vertex.AiEndpoint("serving", display_name="serving", location="us-central1", region="us-central1")

server = gcp.compute.Instance(
    "trainer",
    machine_type="n1-standard-8",
    zone=zones.names[0],
    boot_disk={
        "initialize_params": {"image": gcp.compute.get_image(family="debian-12", project="debian-cloud").self_link}
    },
    network_interfaces=[{"network": "default", "access_configs": [{}]}],
    metadata_startup_script="#!/bin/bash\necho hi > /tmp/hello",
)

pulumi.export("project", project.number)
pulumi.export("proxy", instance.proxy_uri)
pulumi.export("address", server.network_interfaces[0].access_configs[0].nat_ip)
