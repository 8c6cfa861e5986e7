"""The server: who may see what, storing, exchanging, the office's work.

Only the factory is here, and it imports inside the function, so that pure packages such as `server.rules` can be
imported alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Build the Flask application; `config` overrides what `server.config` reads from the environment and `var/`."""
    from server.app import build

    return build(config)
