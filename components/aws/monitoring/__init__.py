"""The monitoring role on AWS: what is measured, the alarms on it and the dashboard of it."""

from stackwright.components.aws.monitoring.watch import AwsMonitoring, AwsMonitoringArgs

__all__ = ["AwsMonitoring", "AwsMonitoringArgs"]
