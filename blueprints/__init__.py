"""From one YAML file to a declared stack."""
