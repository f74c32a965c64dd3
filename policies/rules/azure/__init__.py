"""Rules on Azure resources."""
