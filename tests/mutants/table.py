"""The mutants: a check, the source text that makes it and what stands there without it, and the test that notices."""

from __future__ import annotations

from typing import NamedTuple

SERVER, JOINING = "tests/server/", "tests/twins/test_joining.py::"


class Mutant(NamedTuple):
    """`old` stands once in `file`; `test` is the node of the test that must turn red."""

    name: str
    file: str
    old: str
    new: str
    test: str

    def altered(self, text: str) -> str:
        """The source without the check; raises AssertionError if the source is no longer what it was."""
        found = text.count(self.old)
        assert found == 1, f"{self.name}: {self.file} has {self.old!r} {found} times: bring the mutant up to date"
        return text.replace(self.old, self.new)


MUTANTS = (
    Mutant(
        "the duplicate check: what had been answered is applied once more",
        "server/exchange/push.py",
        "            if each.n <= self.last_n:\n",
        "            if False:\n",
        SERVER + "test_push.py::test_a_repeated_push_gets_the_stored_answer_and_changes_nothing",
    ),
    Mutant(
        "the check for forks: the same id with other content gets the stored answer",
        "server/exchange/repeating.py",
        "applied is not None and applied.hash == content",
        "applied is not None",
        SERVER + "test_push.py::test_the_same_id_with_other_content_is_a_fork_and_both_are_kept",
    ),
    Mutant(
        "the check for gaps: numbers may be left out",
        "server/exchange/push.py",
        "            elif each.n > self.last_n + 1:\n",
        "            elif False:\n",
        SERVER + "test_push.py::test_a_gap_is_answered_with_the_number_to_send_again_from",
    ),
    Mutant(
        "the base check: what nobody has written yet may be replaced",
        "server/exchange/push.py",
        "        return any(self.writers.unmade(each) for each in edits if each.id not in known)\n",
        "        return False\n",
        SERVER + "test_guesses.py::test_what_does_not_exist_yet_cannot_be_replaced_in_advance",
    ),
    Mutant(
        "the base check: an edit replaces every head, whether its author was shown it or not",
        "sync/heads.py",
        "    for name in change.ids():\n        if name in heads:\n",
        "    for name in {*heads, *change.ids()}:\n        if name in heads:\n",
        SERVER + "test_reviews.py::test_two_phones_change_one_name_and_one_decision_reaches_both",
    ),
    Mutant(
        "the scope lock: numbers are given by several writers at once",
        "server/exchange/locks.py",
        "columns.order_by(Scope.code).with_for_update()",
        "columns.order_by(Scope.code)",
        SERVER + "test_concurrency.py::test_a_reader_by_cursor_misses_nothing_that_many_writers_commit[postgresql]",
    ),
    Mutant(
        "the grant check: any scope may be written",
        "server/exchange/authorising.py",
        "        if verdict.allowed and _exists(book, scope):\n",
        "        if _exists(book, scope):\n",
        SERVER + "test_push.py::test_a_phone_cannot_write_in_a_scope_that_it_was_not_granted",
    ),
    Mutant(
        "the grant check: who may write one record may write all that come after it",
        "server/exchange/authorising.py",
        "home is None or home.scope not in self.granted",
        "home is None",
        SERVER + "test_guesses.py::test_a_record_of_another_grid_is_refused_like_one_that_does_not_exist",
    ),
    Mutant(
        "the end of a handover: it lasts for ever",
        "sync/grants.py",
        "made_at < each.until and receipt <= each.until + window_ms",
        "made_at < each.until",
        SERVER + "test_grants.py::test_after_72_hours_it_waits_in_quarantine",
    ),
    Mutant(
        "the group's atomicity: what can be applied of it is applied",
        "sync/merge.py",
        "            return _refused(roll_back(state, reached), edits, merged.refusal)\n",
        "            results.append(merged)\n            continue\n",
        SERVER + "test_push.py::test_a_group_is_applied_whole_or_not_at_all",
    ),
    Mutant(
        "the group's atomicity: half of it is enough",
        "sync/merge.py",
        "    if not edits:\n        return False\n    first",
        "    if edits:\n        return True\n    first",
        SERVER + "test_push.py::test_half_a_group_is_refused_as_broken",
    ),
    Mutant(
        "the group's atomicity: what was written before the server stumbled stays",
        "server/exchange/push.py",
        "                savepoint.rollback()\n                self.book.restore(kept)\n",
        "                savepoint.commit()\n",
        "tests/mutants/test_stumbling.py::test_of_a_move_on_which_the_server_stumbled_half_way_nothing_is_written",
    ),
    Mutant(
        "the cursor's signature: invented cursors are believed",
        "sync/cursor.py",
        "    if not hmac.compare_digest(mac, _mac(body, key, device)):\n",
        "    if False:\n",
        SERVER + "test_pull.py::test_a_cursor_of_another_phone_or_an_invented_one_is_refused",
    ),
    Mutant(
        "the scopes of a pull: every grid enters",
        "server/exchange/granted.py",
        "a.level = 'grid' AND (:everything OR",
        "a.level = 'grid' AND (:everything OR 1 = 1 OR",
        SERVER + "test_pull.py::test_the_first_pull_enters_every_granted_scope_and_the_snapshots_hold_all_rows",
    ),
    Mutant(
        "the scopes of a pull: whoever asks for one by name gets it",
        "server/exchange/pull.py",
        '        raise Problem("scope_not_granted")\n',
        "        wanted = set(wanted) & all_granted.keys()\n",
        SERVER + "test_pull.py::test_asking_for_a_scope_that_is_not_granted_is_refused_on_pull_and_chunk",
    ),
    Mutant(
        "the scopes of a pull: what was taken away stays on the phone",
        "server/exchange/pull.py",
        "sorted(scope for scope in before.scopes if scope not in all_granted)",
        "[]",
        SERVER + "test_pull.py::test_a_new_grant_enters_and_an_ended_one_leaves",
    ),
    Mutant(
        "departures: what moves away is not taken from the phones it leaves",
        "server/exchange/placing.py",
        "                self._departures[was.scope, each] = self.seq(was.scope)\n",
        "                self.seq(was.scope)\n",
        SERVER + "test_pull.py::"
        "test_a_household_that_moves_leaves_one_phone_and_enters_the_other_with_all_that_belongs_to_it",
    ),
    Mutant(
        "snapshots: one that still holds what has left the scope is served",
        "server/exchange/snapshots.py",
        "kept is None or kept.seq < counted.floor or _left(session, scope, kept.seq)",
        "kept is None",
        SERVER + "test_snapshots.py::test_a_record_that_left_a_scope_is_in_no_piece_of_it_that_is_fetched_later",
    ),
    Mutant(
        "the digest: a row that changes is not counted anew",
        "server/exchange/placing.py",
        "            self.book.counters.tally(now.scope, 1, now.hash)\n",
        "            self.book.counters.tally(now.scope, 1, 0)\n",
        SERVER + "test_digests.py::test_after_every_change_move_and_refusal_the_digests_are_those_of_the_rows",
    ),
    Mutant(
        "the quarantine: what is refused is forgotten",
        "server/exchange/holding.py",
        "    book.session.add(\n",
        "    str(\n",
        SERVER + "test_grants.py::test_after_72_hours_it_waits_in_quarantine",
    ),
    Mutant(
        "the signature of acknowledgements: any effective time is believed",
        "server/exchange/seals.py",
        "    return hmac.compare_digest(ack(edit_id, content, eff), given)\n",
        "    return True\n",
        "tests/mutants/test_claims.py::test_an_effective_time_that_the_server_never_signed_is_not_believed",
    ),
    Mutant(
        "revoked phones: what they push is applied",
        "server/exchange/push.py",
        "        self.revoked = self.device.revoked_at is not None or not self.account.active\n",
        "        self.revoked = False\n",
        SERVER + "test_grants.py::test_what_a_revoked_phone_still_sends_is_kept_for_the_office_and_nothing_is_told",
    ),
    Mutant(
        "revoked phones: they are told everything",
        "server/auth.py",
        "        if g.revoked:\n",
        "        if False:\n",
        SERVER + "test_pull.py::test_a_revoked_phone_gets_nothing",
    ),
    Mutant(
        "CSRF: a change from another site's page is believed",
        "server/auth.py",
        "        if not hmac.compare_digest(given.encode(), login.csrf.encode()):\n",
        "        if False:\n",
        SERVER + "test_safety.py::test_the_office_signs_in_and_a_change_needs_its_csrf_value",
    ),
    Mutant(
        "two who are one: what a phone wrote for the closed record stays there",
        "server/exchange/placing.py",
        "        return home.parent if elsewhere or (above is not None and joined_to(above) is not None) else None\n",
        "        return home.parent if elsewhere else None\n",
        JOINING + "test_three_records_of_one_person_are_joined_one_after_the_other[sqlite]",
    ),
    Mutant(
        "two who are one: a correction stays where its dose no longer is",
        "server/exchange/placing.py",
        "        return home.parent if elsewhere or (above is not None and joined_to(above) is not None) else None\n",
        "        return home.parent if above is not None and joined_to(above) is not None else None\n",
        JOINING
        + "test_a_correction_by_somebody_who_has_not_heard_that_they_are_two_after_all_goes_with_its_dose[sqlite]",
    ),
    Mutant(
        "two who are one: what was passed on once is passed on again",
        "server/places/joined.py",
        "    author.write(session, by, [again], now)\n",
        "",
        JOINING + "test_a_name_that_was_put_right_at_the_door_meanwhile_is_for_a_person_to_decide[sqlite]",
    ),
    Mutant(
        "rescue: whoever names a phone is believed to be it",
        "server/rescue/envelope.py",
        "        return hmac.compare_digest(wanted, self.mac)\n",
        "        return True\n",
        "tests/rescue/test_bringing.py::test_an_envelope_in_the_name_of_another_phone_is_not_believed[sqlite]",
    ),
)
