"""Screens of learning: one's own training, that of a site, lists, readiness."""
