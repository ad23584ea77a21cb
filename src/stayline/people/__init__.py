"""Staff, sites, roles, presence, tokens, and the system's own named actors."""
