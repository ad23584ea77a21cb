"""What falls due in command."""
