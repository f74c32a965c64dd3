"""The monitoring role on Google Cloud: what is measured, the alarms on it and the dashboard of it."""

from stackwright.components.gcp.monitoring.watch import GcpMonitoring, GcpMonitoringArgs

__all__ = ["GcpMonitoring", "GcpMonitoringArgs"]
