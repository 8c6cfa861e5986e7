"""The office at its desk, by the same requests that its pages make."""

import http.cookiejar
import json
import urllib.error
import urllib.request
import uuid
from typing import Any

from devtools import places
from tests.journeys.serving import Server
from tests.journeys.waiting import until

PASSWORD = "door-plate-blue-7"


class Answered(Exception):
    """An answer that is an error: its status, and its body as JSON."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body.get('code')}: {json.dumps(body, ensure_ascii=False)[:300]}")
        self.status, self.body, self.code = status, body, body.get("code")


class Wire:
    """JSON requests to one server, with cookies."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.headers: dict[str, str] = {}
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def raw(self, path: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
        """The answer's bytes; raises Answered for an error."""
        request = urllib.request.Request(self.server.base + path, data=data, headers=self.headers | (headers or {}))
        try:
            with self.opener.open(request, timeout=60) as answer:
                body: bytes = answer.read()
                return body
        except urllib.error.HTTPError as error:
            with error:
                said = error.read()
            try:
                parsed = json.loads(said)
            except ValueError:
                parsed = {"code": None, "text": said[:200].decode(errors="replace")}
            raise Answered(error.code, parsed) from None

    def headers_of(self, path: str) -> dict[str, str]:
        """The headers of an answer."""
        with self.opener.open(self.server.base + path, timeout=60) as answer:
            return dict(answer.headers)

    def get(self, path: str) -> Any:
        """GET, as JSON."""
        return json.loads(self.raw(path))

    def post(self, path: str, body: Any) -> Any:
        """POST of JSON, as JSON."""
        data = json.dumps(body).encode()
        return json.loads(self.raw(path, data, {"Content-Type": "application/json"}) or b"null")


class Office(Wire):
    """The township administrator, signed in with a password of their own."""

    def __init__(self, server: Server, one_time: str) -> None:
        super().__init__(server)
        self.password = one_time

    def sign_in(self) -> "Office":
        """Sign in; the one-time password is changed at the first time, as it has to be."""
        me = self.post("/api/office/login", {"login": "admin", "password": self.password})
        self.headers["X-Ruhu-CSRF"] = me["csrf"]
        if me["account"]["must_change"]:
            changed = self.post("/api/office/password", {"old": self.password, "new": PASSWORD})
            self.headers["X-Ruhu-CSRF"], self.password = changed["csrf"], PASSWORD
        return self

    def account(self, login: str) -> dict[str, Any]:
        """The line of one account."""
        everybody: list[dict[str, Any]] = self.get("/api/office/accounts")["accounts"]
        return next(one for one in everybody if one["login"] == login)

    def grants(self, login: str, *areas: str) -> None:
        """Give an account exactly these areas, from now on."""
        self.post(f"/api/office/accounts/{self.account(login)['id']}/grants", {"areas": list(areas)})

    def enrolment_link(self, login: str, *, replaces: bool = False) -> str:
        """A one-use link for a phone of this account, in place of its older phones if asked."""
        path = f"/api/office/accounts/{self.account(login)['id']}/enrolment"
        return str(self.post(path, {"replaces": replaces})["link"])

    def revokes(self, writer: int) -> None:
        """Revoke a phone."""
        self.post(f"/api/office/devices/{writer}/revoke", {})

    def open_reviews(self, about: str | None = None) -> list[dict[str, Any]]:
        """The open reviews, of one record if asked."""
        rows = self.get("/api/office/reviews?state=open&size=100")["rows"]
        return [row for row in rows if about in (None, row["about"])]

    def decides_for(self, review: dict[str, Any], value: Any) -> None:
        """Decide a review for the option with this value."""
        option = next(one for one in review["options"] if one["value"] == value)
        seen = review["names"]
        body = {"way": "edit", "edit": option["edit"], "seen": seen, "remark": "asked by telephone"}
        self.post(f"/api/office/reviews/{review['key']}/decide", body)

    def keeps(self, review: dict[str, Any], record: str) -> None:
        """Decide a review of records that exclude each other for one of them."""
        body = {"way": "keep", "keep": record, "seen": review["names"], "remark": "asked by telephone"}
        self.post(f"/api/office/reviews/{review['key']}/decide", body)

    def uploads(self, name: str, content: bytes, area: str) -> Any:
        """What the office is shown of a file that it chose for an area."""
        edge = uuid.uuid4().hex
        part = f"--{edge}\r\nContent-Disposition: form-data; name="
        head = f'{part}"file"; filename="{name}"\r\n\r\n'.encode()
        tail = f'\r\n{part}"area"\r\n\r\n{area}\r\n--{edge}--\r\n'.encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return json.loads(self.raw("/api/office/roster/files", head + content + tail, kind))

    def listed(self, grid: str) -> list[dict[str, Any]]:
        """All pages of the list of residents of a grid."""
        rows: list[dict[str, Any]] = []
        while True:
            page = self.get(f"/api/office/residents?grid={grid}&size=100&page={len(rows) // 100 + 1}")
            rows += page["rows"]
            if len(rows) >= page["total"] or not page["rows"]:
                return rows

    def column_words(self) -> dict[str, str]:
        """What the exported columns are called, by the name of the field."""
        path = places.ROOT / "server" / "words" / "zh-CN" / "lists.json"
        words: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return {key.removeprefix("column."): word for key, word in words.items() if key.startswith("column.")}

    def cookies(self) -> list[dict[str, Any]]:
        """This login for a browser at the same desk."""
        return [
            {"name": one.name, "value": one.value, "url": f"{self.server.base}/api/", "httpOnly": True}
            for one in self.jar
        ]

    def held(self) -> list[dict[str, Any]]:
        """What lies in the quarantine."""
        rows: list[dict[str, Any]] = self.get("/api/office/quarantine?state=held")["rows"]
        return rows

    def releases(self, edit: str) -> None:
        """Release a held edit."""
        until(lambda: any(one["id"] == edit for one in self.held()), f"{edit} is in the quarantine")
        self.post(f"/api/office/quarantine/{edit}/release", {})
