"""The monitoring role on Azure: what is measured, the alarms on it and the dashboard of it."""

from stackwright.components.azure.monitoring.watch import AzureMonitoring, AzureMonitoringArgs

__all__ = ["AzureMonitoring", "AzureMonitoringArgs"]
