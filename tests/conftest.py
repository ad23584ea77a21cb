"""What every test folder shares: the engine, the loopback rule, the plugins."""

from __future__ import annotations

import hypothesis

hypothesis.settings.register_profile("test", deadline=None, print_blob=True)
hypothesis.settings.register_profile("soak", deadline=None, print_blob=True, max_examples=1000)
hypothesis.settings.load_profile("test")

pytest_plugins = [
    "tests.plugins.browser",
    "tests.plugins.engines",
    "tests.plugins.centres",
    "tests.plugins.ledger",
    "tests.plugins.records",
]
