"""The hybrid server: one ASGI front, Django's WSGI handler in a pool of threads behind it."""
