"""Who may do what about deployments."""
