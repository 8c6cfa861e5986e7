"""Fixtures of the chaos tests: a town with a real server on SQLite and on PostgreSQL, and the seed of the run."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.cluster import Cluster
from tests.chaos.places import Place, place


@pytest.fixture(scope="session")
def own_cluster() -> Iterator[Cluster]:
    """A PostgreSQL that these tests may break."""
    made = Cluster()
    yield made
    made.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """The store of a test; a module that is about one of them overrides this."""
    return str(request.param)


@pytest.fixture
def cluster(store_kind: str, request: pytest.FixtureRequest) -> Cluster | None:
    """The PostgreSQL, if this test's store is one."""
    found: Cluster | None = request.getfixturevalue("own_cluster") if store_kind == "postgresql" else None
    return found


@pytest.fixture
def town(tmp_path: Path, cluster: Cluster | None) -> Iterator[Place]:
    """A settled town, served."""
    with place(tmp_path / "var", cluster) as made:
        yield made


@pytest.fixture
def seed() -> str:
    """What chance depends on: RUHU_SEED, or a new one at each run. It is printed with a failure."""
    made = os.environ.get("RUHU_SEED") or f"{random.SystemRandom().randrange(10**6)}"
    print(f"RUHU_SEED={made}")
    return made
