"""The tables that the office hands in: shown, as files, and by templates of its own."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, g, jsonify, request
from marshmallow import fields, validate
from sqlalchemy import select

from server import clock
from server.auth import office_required
from server.errors import Problem, answer
from server.limits import takes_file
from server.lists import builtin, filling, placeholders, ranking, templates, views
from server.lists.content import Content, TooLong
from server.lists.figures import LEVELS, OF, PER, Asked
from server.lists.inspecting import LARGEST, Refused
from server.lists.lists import MASKED
from server.lists.reading import taken
from server.lists.routes.files import answered
from server.lists.routes.lists import language
from server.office.people import SITE
from server.office.residents import masked
from server.office.routes.bodies import asked_day
from server.office.shape import Body, takes
from server.store.session import current, patient, reads, store
from server.store.tables import Account, Device
from server.words import both, say

blueprint = Blueprint("tables", __name__, url_prefix="/api/office/tables")

HOUR = validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d$")
USUAL_HOUR = "16:30"
GROUPS = ("today", "all", "unvaccinated", "aside")  # of columns under one head
SHORT = validate.Length(max=60)


class Signers(Body):
    """Who signs the office's tables."""

    filled_by = fields.String(load_default="", validate=SHORT)
    checked_by = fields.String(load_default="", validate=SHORT)
    phone = fields.String(load_default="", validate=SHORT)


@blueprint.errorhandler(Refused)
def refused(error: Refused) -> Response:
    """A template that is not taken: why, and at which cells."""
    response = answer("bad_template", {"why": error.why.value, "where": error.where})
    where = "; ".join(error.where[:8])
    message = both(f"lists.template.{error.why.value}", where=where, example="{{" + placeholders.VALUES[0] + "}}")
    response.set_data(
        jsonify(
            {"code": "bad_template", "message": message, "details": {"why": error.why.value, "where": error.where}}
        ).get_data()
    )
    return response


@blueprint.errorhandler(TooLong)
def too_long(_: TooLong) -> Response:
    """More lines than a template can be filled with."""
    return answer("table_too_long")


@blueprint.get("")
@office_required()
def all_tables() -> Response:
    """What can be handed in: the built-in tables, the office's own templates, who signs."""
    lang, session = language(), current()
    tables = [
        {"name": name, "title": say(f"lists.table.{name}.name", lang), "about": say(f"lists.table.{name}.about", lang)}
        for name in builtin.BUILT_IN
    ]
    signed = templates.signed(session, g.account)
    return jsonify(
        {
            "tables": tables,
            "templates": templates.shown(session),
            "signed": vars(signed),
        }
    )


@blueprint.get("/placeholders")
@patient
@office_required()
def all_placeholders() -> Response:
    """Every placeholder with what it would say now; numbers of people are masked."""
    made = content()
    made.most = 1
    listed = placeholders.listed(made.lang)
    for section in listed:
        for each in section["fields"]:
            value = made.example(section["section"], each["key"])
            told = masked(str(value)) if each["key"] in MASKED and section["section"] and value else filling.said(value)
            each["example"] = told
    return jsonify({"placeholders": listed})


@blueprint.get("/<name>")
@patient
@office_required()
def one_table(name: str) -> Response:
    """A built-in table for the page: {lines, total, stamp, made_at, of, per, …}; people's numbers are masked."""
    if name not in builtin.BUILT_IN:
        raise Problem("not_found")
    made = content()
    lines = [dict(line) for line in made.lines(builtin.SECTION[name])]
    for line in lines:
        for field in MASKED:
            if field in line:
                line[field] = masked(line[field])
        for field, value in line.items():
            if isinstance(value, datetime.date):
                line[field] = value.isoformat()
    section = builtin.SECTION[name]
    said = {key: made.value(key) for key in ("town", "stamp", "made_at", "of", "per", "by")}
    columns = [{"key": key, "title": _title(name, section, key, made), "group": group} for key, _, group in
               builtin.COLUMNS[name]]  # fmt: skip
    counted = {"people": made.value("given_people"), "doses": made.value("given_doses")} if name == "given" else None
    signed = vars(made.signed)
    total = made.total if name == "daily" else None
    return jsonify(
        {
            **said, "on": made.asked.on, "until": made.until, "title": _words(name, "title", made), "columns": columns,
            "lines": lines, "total": total, "counted": counted, "signed": signed, "note": _words(name, "note", made),
            **_age(made), "groups": {key: say(f"lists.head.{key}", made.lang) for key in GROUPS},
        }
    )  # fmt: skip


@blueprint.get("/<name>/file.xlsx")
@patient
@office_required()
def table_file(name: str) -> Response:
    """A built-in table as a file; with `blank=1` the template itself, to be changed and uploaded as one's own."""
    if name not in builtin.BUILT_IN:
        raise Problem("not_found")
    template = builtin.template(name, language())
    made = template if request.args.get("blank") == "1" else filling.fill(template, content())
    return _file(made, name, say(f"lists.filename.{name}", language()))


@blueprint.post("/signers")
@office_required()
@takes(Signers)
def signers(body: dict[str, str]) -> Response:
    """Remember who signs the office's tables."""
    templates.sign(current(), body)
    return jsonify({"signed": vars(templates.signed(current(), g.account))})


@blueprint.post("/templates")
@patient
@reads  # the file is inspected before anything is locked
@office_required()
@takes_file
def upload() -> Response:
    """Take a template (form field `file`, and `name`); one of the same name is replaced."""
    sent = request.files.get("file")
    name = (request.form.get("name") or (sent.filename if sent else "") or "").strip()
    if sent is None or not sent.filename or not name:
        raise Problem("malformed", {"path": "file"})
    with sent.stream:
        data = sent.stream.read(LARGEST + 1)
    sections, filename = taken(data), sent.filename
    with store().writing() as session:
        name, now = name.removesuffix(".xlsx"), clock.now_ms()
        made = templates.add(session, g.account.id, name, filename, data, sections, now)
        return jsonify({"id": made, "templates": templates.shown(session)})


@blueprint.get("/templates/<int:template_id>/file.xlsx")
@patient
@office_required()
def template_file(template_id: int) -> Response:
    """A template, filled; with `blank=1` as it was uploaded. `view`: whose people its rows of residents are."""
    kept = templates.known(current(), template_id)
    made = kept.content if request.args.get("blank") == "1" else filling.fill(kept.content, content())
    return _file(made, "template", kept.name)


@blueprint.delete("/templates/<int:template_id>")
@office_required()
def forget(template_id: int) -> Response:
    """Forget a template."""
    current().delete(templates.known(current(), template_id))
    current().flush()
    return jsonify({"templates": templates.shown(current())})


def content() -> Content:
    """The content that the address asks for: on, until, of, per, by, level, view, lang. Raises Problem bad_value."""
    zone, now, args = current_app.config["TZ"], clock.now_ms(), request.args
    today = clock.date_of(now, zone)
    on = asked_day("on", today)
    if on > today:
        raise Problem("bad_value", {"path": "on"})
    asked = Asked(on, _one("of", OF), _one("per", PER), _one("level", LEVELS))
    by = _one("by", tuple(ranking.BY))
    until = args.get("until") or _hour(now, zone, on == today)
    try:
        HOUR(until)
    except Exception:
        raise Problem("bad_value", {"path": "until"}) from None
    signed = templates.signed(current(), g.account)
    view = views.one(current(), g.account.id, args["view"]) if args.get("view") else {}
    return Content(current(), language(), zone, now, asked, until, by, signed, view)


def _age(made: Content) -> dict[str, int]:
    """What may still be missing from today's table: phones that have not synced today, records that they said they
    held.
    """
    if made.asked.on != clock.date_of(made.at, made.zone):
        return {"behind": 0, "unsent": 0}
    phones = made.session.execute(
        select(Device.last_sync, Device.unsent)
        .join(Account, Account.id == Device.account)
        .where(Device.revoked_at.is_(None), Account.active, Account.role != SITE)
    ).all()
    late = [last for last, _ in phones if last is None or clock.date_of(last, made.zone) != made.asked.on]
    return {"behind": len(late), "unsent": sum(unsent or 0 for _, unsent in phones)}


def _hour(now: int, zone: str, today: bool) -> str:
    """The hour up to which a table says to be true: 16:30, or now where that is still to come."""
    here = datetime.datetime.fromtimestamp(now / 1000, ZoneInfo(zone)).strftime("%H:%M")
    return min(here, USUAL_HOUR) if today else USUAL_HOUR


def _one(name: str, allowed: tuple[str, ...]) -> str:
    value = request.args.get(name) or allowed[0]
    if value not in allowed:
        raise Problem("bad_value", {"path": name})
    return value


def _title(name: str, section: str, key: str, made: Content) -> str:
    own = f"lists.head.{name}.{key}"
    said = say(own, made.lang, per=made.value("per"))
    return placeholders.word(section, key, made.lang) if said == own else said


def _words(name: str, which: str, made: Content) -> str:
    said = {key: made.value(key) for key in ("town", "of", "per", "date")}
    return say(f"lists.table.{name}.{which}", made.lang, **said)


def _file(made: bytes, name: str, called: str) -> Response:
    day = clock.today(current_app.config["TZ"])
    return answered(Response(made), len(made), name, f"{called}-{day}.xlsx", day)
