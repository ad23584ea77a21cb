"""The screens of command."""
