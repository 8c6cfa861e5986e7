"""The server's town for the tests that only a mutant asked for."""

from tests.server.conftest import app, clock, poison, settings, store_kind, store_url, town

__all__ = ["app", "clock", "poison", "settings", "store_kind", "store_url", "town"]
