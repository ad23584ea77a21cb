"""Servers of ours that speak what others publish, and misbehave as the world does."""
