"""A private address of the network that forwards to an endpoint of Vertex AI, and how it is called."""

from pulumi import Output, Resource, ResourceOptions
from pulumi_gcp import compute

from stackwright.components.gcp.project import Project
from stackwright.components.inputs import In
from stackwright.components.waits import after


def private_address(
    name: str, project: Project, *, network_id: In[str], subnet_id: In[str], attachment: Output[str], parent: Resource
) -> Output[str]:
    """Address in the subnet, once it forwards to the service `attachment`.

    https://cloud.google.com/vertex-ai/docs/predictions/private-service-connect
    """
    address = compute.Address(
        name,
        project=project.id,
        region=project.region,
        subnetwork=subnet_id,
        address_type="INTERNAL",
        opts=ResourceOptions(parent=parent),
    )
    rule = compute.ForwardingRule(
        name,
        project=project.id,
        region=project.region,
        network=network_id,
        ip_address=address.id,
        target=attachment,
        load_balancing_scheme="",
        opts=ResourceOptions(parent=parent),
    )
    return after(address.address, rule.id)


def called(address: Output[str], path: Output[str]) -> tuple[Output[str], Output[str]]:
    """URL of the endpoint and a command that calls it from the network; the body is read from `request.json`.

    Google's own SDK calls it so, with a certificate that no name stands in (`PrivateEndpoint.predict`, 2.7.0).
    """
    url = Output.concat("https://", address, "/v1/", path, ":predict")
    command = Output.concat(
        'curl --insecure --header "Authorization: Bearer $(gcloud auth print-access-token)"',
        ' --header "Content-Type: application/json" --data @request.json ',
        url,
    )
    return url, command
