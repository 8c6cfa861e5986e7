"""What a phone cannot send is taken along by another phone, by file or from the screen, or brought to the office."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.phone import Phone
from tests.journeys.story import Given, Then, When
from tests.journeys.waiting import until

SHOWN_TIMES = 8  # pictures of the film for each code
CAMERA = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
KEY = """() => new Promise(done => {
  const asked = indexedDB.open('ruhu-rescue')
  asked.onsuccess = () => {
    const database = asked.result
    if (!database.objectStoreNames.contains('notes')) { database.close(); return done(false) }
    const found = database.transaction('notes').objectStore('notes').get('key')
    found.onsuccess = () => { database.close(); done(found.result !== undefined) }
  }
})"""
COUNTS = "[data-test=carried][data-state=done] [data-test=carried-counts]"


def able(phone: Phone) -> Phone:
    """Wait until the phone has the township's key."""
    until(lambda: phone.page.evaluate(KEY), "the phone knows what to seal for")
    return phone


@pytest.fixture
def anna(given: Given, when: When) -> Phone:
    """A phone in a dead spot with work on it: a group, a change, and one that was taken back."""
    phone, person = able(given.a_canvasser()), given.somebody()
    phone.loses_the_network()
    when(phone).knocks(person["household"]).writes(person["resident"], note="seen at the well")
    phone.writes(person["resident"], note="a slip").taps_on("[data-test=undo]")
    until(lambda: [one["edit"]["kind"] for one in phone.outbox()][-1] == "withdraw", "it was taken back")
    return phone


def exported(phone: Phone, folder: Path) -> Path:
    """The file that the phone saves."""
    phone.opens("/sync")
    phone.opens("/rescue").first("[data-test=rescue-save]").wait_for()
    with phone.page.expect_download() as download:
        phone.taps_on("[data-test=rescue-save]")
    path: Path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def notes(then: Then, phone: Phone) -> list[str]:
    """The notes that the server shows from this phone's edits."""
    rows = then.server_holds("select row from records where entity = 'resident' and row like '%seen at the well%'")
    return [json.loads(row[0])["values"]["note"] for row in rows]


def test_another_phone_brings_in_the_file_and_the_first_one_comes_back_without_a_double(
    given: Given, when: When, then: Then, anna: Phone, tmp_path: Path
) -> None:
    ben, work = given.a_canvasser("grid-001-02"), anna.unsent()
    file = exported(anna, tmp_path)
    told = file.read_text(encoding="utf-8")
    assert "seen at the well" not in told and anna.unsent() == work

    ben.opens("/rescue/carry").page.set_input_files("[data-test=carry-file]", file)
    ben.first(COUNTS).wait_for()
    then.arrived_exactly_once(work)
    assert notes(then, anna) == ["seen at the well"]
    assert not [row for row in then(ben).rows().values() if row["values"].get("note") == "seen at the well"]

    tables = ("edits", "records", "quarantine")
    before = [then.server_holds(f"select count(*) from {table}") for table in tables]
    when(anna).finds_the_network().syncs()
    until(lambda: anna.outbox() == [], "what was rescued has left the outbox")
    then.arrived_exactly_once(work)
    assert [then.server_holds(f"select count(*) from {table}") for table in tables] == before
    then.nothing_was_complained_about()


def test_what_is_carried_waits_for_the_carriers_network_and_a_restart_and_is_then_sent(
    given: Given, when: When, then: Then, anna: Phone, tmp_path: Path
) -> None:
    ben, work = given.a_canvasser("grid-001-02"), anna.unsent()
    file = exported(anna, tmp_path)
    ben.loses_the_network()
    ben.opens("/rescue/carry").page.set_input_files("[data-test=carry-file]", file)
    ben.first("[data-test=carried][data-state=waiting]").wait_for()
    when(ben).is_killed().opens("/sync").first("[data-test=carrying]").wait_for()

    ben.finds_the_network().syncs()
    ben.opens("/rescue/carry").first(COUNTS).wait_for()
    then.arrived_exactly_once(work)
    then.nothing_was_complained_about()


def test_the_codes_on_one_screen_are_caught_by_the_camera_of_another_phone(
    given: Given, when: When, then: Then, anna: Phone, tmp_path: Path
) -> None:
    work = anna.unsent()
    ben = given.a_new_phone("grid-001-02")
    ben.browser.options = [*CAMERA, f"--use-file-for-fake-video-capture={film(anna, tmp_path)}"]
    ben.enrols(ben.server.flask("enrol", ben.login, "--base", ben.server.base))

    when(ben).opens("/rescue/scan").first(COUNTS).wait_for(timeout=60_000)
    then.arrived_exactly_once(work)
    assert notes(then, anna) == ["seen at the well"]
    when(anna).finds_the_network().syncs()
    then.arrived_exactly_once(work)
    then.nothing_was_complained_about()


def test_photographs_of_the_codes_do_as_well_where_the_camera_may_not_be_used(
    given: Given, then: Then, anna: Phone, tmp_path: Path
) -> None:
    ben, work = given.a_canvasser("grid-001-02"), anna.unsent()
    pictures = shots(anna, tmp_path)
    ben.opens("/rescue/scan").first("[data-test=no-camera]").wait_for()
    ben.opens("/rescue/carry").page.set_input_files("[data-test=carry-file]", pictures[::-1])
    ben.first(COUNTS).wait_for()
    then.arrived_exactly_once(work)


def shots(phone: Phone, folder: Path) -> list[Path]:
    """A picture of the screen for each code."""
    phone.opens("/rescue/codes").first("[data-test=code]").wait_for()
    phone.taps_on("[data-test=code-run]")
    code = phone.first("[data-test=code]")
    pictures = []
    for _ in range(int(code.get_attribute("data-of") or 0)):
        place = code.get_attribute("data-index")
        phone.page.screenshot(path=folder / f"code-{place}.jpeg", type="jpeg", quality=80)
        pictures.append(folder / f"code-{place}.jpeg")
        phone.taps_on("[data-test=code-next]")
    assert len(set(pictures)) == len(pictures) > 1
    return pictures


def film(phone: Phone, folder: Path) -> Path:
    """The pictures of all codes as a film that a camera shows again and again."""
    path = folder / "film.mjpeg"
    path.write_bytes(b"".join(picture.read_bytes() * SHOWN_TIMES for picture in shots(phone, folder)))
    return path


def test_the_office_brings_in_a_file_and_finds_what_is_held_of_it(
    given: Given, when: When, then: Then, anna: Phone, tmp_path: Path
) -> None:
    office, desk, work = given.the_office(), given.a_desk(), anna.unsent()
    file = exported(anna, tmp_path)
    when(office).revokes(anna.writer)
    page = opened(desk, office, "/rescue")
    page.set_input_files("[data-test=rescue-file]", file)
    page.locator("[data-test=rescue-done][data-state=done] a").click()
    page.locator("[data-test=held-writer]").wait_for()
    until(
        lambda: page.locator("[data-test^=held-card]").count() or page.get_by_text("seen at the well").count(), "held"
    )
    held = then.server_holds("select id, state from quarantine where writer = ?", anna.writer)
    assert held == [(name, "held") for name in work]
    page.goto(f"{then.world.server.base}/office/#/devices")
    page.locator("[data-test=rescued]").wait_for()
    assert desk.complaints.lines == []


def test_a_phone_that_the_server_has_forgotten_is_named_by_the_office_and_its_work_kept(
    given: Given, when: When, then: Then, tmp_path: Path
) -> None:
    office, desk, person = given.the_office(), given.a_desk(), given.somebody()
    anna = able(given.a_canvasser())
    when(anna).writes(person["resident"], note="sent before").syncs()
    sent = [one["id"] for one in anna.stored("kept")]
    for table in ("devices", "writers"):
        then.world.server.alters(f"delete from {table} where id = {anna.writer}")
    then.world.server.alters(f"delete from edits where writer = {anna.writer}")
    anna.writes(person["resident"], note="not sent")
    anna.opens("/sync").taps_on("[data-test=sync-now]")
    until(lambda: anna.meta()["device"].get("unknown"), "the phone knows that it is not known")
    anna.opens("/sync").first("[data-test=to-rescue]").wait_for()

    page = opened(desk, office, "/rescue")
    page.set_input_files("[data-test=rescue-file]", exported(anna, tmp_path))
    page.locator("[data-test=rescue-take]:enabled").click()
    page.locator("[data-test=rescue-done][data-state=done]").wait_for()
    held = then.server_holds("select id, code from quarantine where writer = ?", anna.writer)
    assert held == [(name, "device_revoked") for name in [*sent, *anna.unsent()]]


def opened(desk: Any, office: Any, place: str) -> Any:
    """A page of the office, signed in."""
    page = desk.start()
    desk.context.add_cookies(office.cookies())
    page.goto(f"{office.server.base}/office/#{place}")
    return page
