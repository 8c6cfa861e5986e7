"""What the desk's addresses answer, as JSON Schema."""

from __future__ import annotations

from server.openapi.shapes import COUNT, STRING, keys, listed, nullable, ref

RECORD = ref("RecordId")
WORD = nullable(STRING)
DOSE = keys(
    {"id": RECORD, "number": nullable(COUNT), "product": WORD, "on": WORD, "known": WORD, "place": WORD},
)  # fmt: skip
CONTRAINDICATION = keys({"id": RECORD, "kind": WORD, "state": WORD, "until": WORD})
CARD = keys(
    {
        "appointment": nullable(RECORD),
        "session": nullable(RECORD),
        "resident": RECORD,
        "ticket": nullable(COUNT),
        "state": nullable({"enum": ["requested", "confirmed", "attended", "missed"]}),
        "number": nullable(COUNT),
        "name": WORD,
        "id_number": WORD,
        "birth": WORD,
        "sex": WORD,
        "phone": WORD,
        "village": WORD,
        "doses": listed(DOSE),
        "contraindications": listed(CONTRAINDICATION),
    }
)
LISTED = keys({"now": ref("Time"), "on": STRING, "cards": listed(CARD)})
FOUND = keys({"card": nullable(CARD)})
