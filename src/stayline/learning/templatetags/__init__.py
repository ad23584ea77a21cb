"""Tags of the pages of learning."""
