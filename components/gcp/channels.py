"""Notification channels: alarms and budgets of Google Cloud are told to a channel, never to an address."""

from collections.abc import Sequence

from pulumi import Output, Resource, ResourceOptions
from pulumi_gcp import monitoring

from stackwright.components.gcp.project import project_of


def mail_channels(parent: Resource, addresses: Sequence[str]) -> list[Output[str]]:
    """Paths of channels that mail to `addresses`, one for each, as children of `parent`."""
    name, project = parent.pulumi_resource_name, project_of(parent)
    return [
        monitoring.NotificationChannel(
            f"{name}-{address}",
            project=project.id,
            display_name=f"{name}: {address}",
            type="email",
            labels={"email_address": address},
            opts=ResourceOptions(parent=parent),
        ).name
        for address in dict.fromkeys(addresses)
    ]
