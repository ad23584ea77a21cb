"""Ladders that ring, and the hand-overs that follow."""
