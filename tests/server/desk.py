"""A desk at which tests put questions of their own to the application: requests whose views the test writes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from server.store.session import current
from server.store.tables import Area
from tests.server.town import TOWNSHIP, Town

View = Callable[[], None]


class Desk:
    """Puts views of a test's own into the application, and counts how often they were run."""

    def __init__(self, app: Flask) -> None:
        self.app, self.runs = app, 0

    def ask(self, view: View, method: str = "POST", mark: Callable[[Any], Any] = lambda view: view) -> Any:
        """The answer to a request whose view does this; the address is new each time."""
        path = f"/api/desk/{len(list(self.app.url_map.iter_rules()))}"

        def run() -> dict[str, bool]:
            self.runs += 1
            view()
            return {"ok": True}

        self.app._got_first_request = False  # Flask wants every address before the first request
        self.app.add_url_rule(path, path, mark(run), methods=[method])
        with ThreadPoolExecutor(1) as pool:  # as a worker would: whatever the test has open is not this request's
            return pool.submit(self.app.test_client().open, path, method=method).result()


def busy(response: Any) -> bool:
    """Whether an answer asks to come again later."""
    code = response.get_json().get("code")
    return bool(response.status_code == 503 and code == "busy" and int(response.headers["Retry-After"]) > 0)


def rename(name: str) -> None:
    """Change something in the request's transaction."""
    current().execute(update(Area).where(Area.code == TOWNSHIP).values(name=Area.name + name))


def name_of_town(town: Town) -> str:
    """What has been committed."""
    with town.store.reading() as session:
        return str(session.scalar(select(Area.name).where(Area.code == TOWNSHIP)))
