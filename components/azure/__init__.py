"""Building blocks on Azure."""
