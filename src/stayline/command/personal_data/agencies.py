"""What of agencies and their procedures is whose."""
