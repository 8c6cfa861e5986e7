"""A site's desk in a real browser, without a network: the slip is held before the camera, and the rest follows."""

from pathlib import Path

from tests.journeys.browsing import PHONE
from tests.journeys.phone import Phone
from tests.journeys.story import Given, Then, When
from tests.journeys.test_desk_pages import _booked, _desk, _does, _is_injected, _is_screened
from tests.journeys.test_rescue import CAMERA, SHOWN_TIMES
from tests.journeys.waiting import until


def film(phone: Phone, appointment: str, folder: Path) -> Path:
    """The slip, full screen on a phone, as a film that a camera shows again and again."""
    phone.opens(f"/appointment/{appointment}").taps_on("[data-test=show-full]")
    phone.first("[data-test=full-slip] [data-test=slip-code][data-drawn=true]").wait_for()
    path = folder / "slip.mjpeg"
    path.write_bytes(phone.page.screenshot(type="jpeg", quality=80) * SHOWN_TIMES)
    phone.taps_on("[data-test=full-close]")
    return path


def test_the_desk_takes_somebody_from_the_slips_code_to_leaving_offline_and_the_canvasser_sees_the_dose(
    given: Given, when: When, then: Then, tmp_path: Path
) -> None:
    person = given.somebody()
    booked = _booked(given, person)
    anna = given.a_canvasser()
    slip = film(anna, booked, tmp_path)
    desk = _desk(given, PHONE, (*CAMERA, f"--use-file-for-fake-video-capture={slip}"))

    when.the_server_stops()
    desk.opens("/desk")
    desk.page.locator("[data-test=to-camera]").click()
    desk.first("[data-test=person-head][data-stage=booked]").wait_for(timeout=30_000)
    assert person["name"] in desk.first("[data-test=title]").inner_text()
    _does(desk, "arrived")
    _is_screened(desk)
    _is_injected(desk)
    assert desk.first("[data-test=watching]").get_attribute("data-minutes") == "30"
    desk.opens("/desk/board").first("[data-test=watched]").wait_for()
    desk.opens(f"/desk/at/{booked}").page.locator("[data-test=step]").click()
    desk.page.locator("[data-test=ask-yes]").click()
    desk.first("[data-test=person-head][data-stage=left]").wait_for()

    when.the_server_starts()
    desk.syncs()

    def arrived() -> bool:
        rows = anna.syncs().rows().values()
        doses = [row["values"] for row in rows if row["entity"] == "dose"]
        return any(dose["resident"] == person["resident"] and dose.get("known") == "site" for dose in doses)

    until(arrived, "the dose is on the canvasser's phone")
    assert anna.rows()[booked]["values"]["state"] == "attended"
    anna.opens(f"/resident/{person['resident']}").first("[data-test=appointment][data-state=attended]").wait_for()
    then.nothing_was_complained_about()
