"""Rehearsals: a scripted contact driven through a real centre over HTTP."""
