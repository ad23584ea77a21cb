"""What templates of upper rooms show of command."""
