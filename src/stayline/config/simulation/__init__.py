"""The demo floor: fictional contacts that come and go, so that a newcomer sees a centre at work."""
