"""What the server does not take is kept, shown, and in the office's hands; a grid that is taken loses no work."""

from tests.journeys.story import FIRST, SECOND, Given, Then, When
from tests.journeys.waiting import until


def test_a_refused_edit_stops_none_behind_it_is_shown_and_is_released_by_the_office(
    given: Given, when: When, then: Then
) -> None:
    anna = given.a_canvasser(grids=(FIRST, SECOND))
    office, theirs, mine = given.the_office(), given.somebody(grid=SECOND), given.somebody(grid=FIRST)
    anna.loses_the_network()
    when(office).grants(anna.login, FIRST)
    when(anna).writes(theirs["resident"], note="no longer hers").writes(mine["resident"], note="still hers")
    bad, good = anna.unsent()

    anna.finds_the_network().syncs()
    then.arrived_exactly_once([good])
    assert [entry["id"] for entry in then(anna).refused()] == [bad]
    anna.opens("/sync").first(f"[data-test=refused][data-id='{bad}'][data-held=held]").wait_for()
    assert then(anna).first("[data-test=sync-strip]").inner_text()

    when(office).releases(bad)
    anna.syncs()
    then.arrived_exactly_once([bad, good])
    anna.opens("/sync").first(f"[data-test=refused][data-id='{bad}'][data-held=released]").wait_for()
    kept = then.server_holds("select row from records where id = ?", theirs["resident"])[0][0]
    assert "no longer hers" in kept
    then.nothing_was_complained_about()


def test_a_grid_taken_from_someone_with_unsent_work_gets_the_work_and_leaves_the_phone(
    given: Given, when: When, then: Then
) -> None:
    anna = given.a_canvasser(grids=(FIRST, SECOND))
    office, theirs = given.the_office(), given.somebody(grid=SECOND)
    anna.loses_the_network()
    when(anna).writes(theirs["resident"], note="met her sister").knocks(theirs["household"], "family")
    work = anna.unsent()
    when(office).grants(anna.login, FIRST)

    anna.finds_the_network().syncs()
    then.arrived_exactly_once(work)
    until(lambda: SECOND not in {row["scope"] for row in anna.rows().values()}, "the records have left the phone")
    assert then(anna).refused() == [] and anna.outbox() == []
    assert FIRST in {row["scope"] for row in anna.rows().values()}
    assert then.server_holds("select count(*) from quarantine where writer = ?", anna.writer) == [(0,)]
    then.nothing_was_complained_about()


def test_a_revoked_phone_shows_that_it_was_stopped_and_holds_nobody_any_more(
    given: Given, when: When, then: Then
) -> None:
    anna, office, person = given.a_canvasser(), given.the_office(), given.somebody()
    anna.loses_the_network()
    when(anna).writes(person["resident"], note="written in the yard")
    work = anna.unsent()
    when(office).revokes(anna.writer)

    anna.finds_the_network().opens("/sync").taps_on("[data-test=sync-now]")
    until(lambda: anna.meta()["device"].get("revoked"), "the phone knows that it was stopped")
    until(lambda: anna.rows() == {}, "no record is left on the phone")
    kept = then.server_holds("select id, state from quarantine where writer = ?", anna.writer)
    assert kept == [(name, "held") for name in work]
