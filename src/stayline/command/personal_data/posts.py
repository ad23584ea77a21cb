"""What of command roles, decisions and major incidents is whose."""
