"""What of deployments is whose."""
