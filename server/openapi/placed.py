"""What phones are answered about places: those they hold, and those that a cadre shares out."""

from __future__ import annotations

from server.openapi.shapes import COUNT, STRING, TICKET, Shape, by_name, keys, listed, ref

PLACED = keys(
    {
        "leases": listed(
            keys(
                {
                    "id": STRING,
                    "session": ref("RecordId"),
                    "until": ref("Time"),
                    "tickets": listed(keys({"n": TICKET, "proof": {"type": "string", "pattern": "^[0-9a-f]{32}$"}})),
                }
            )
        ),
        "free": by_name(COUNT),
        "grace": COUNT,
        "now": ref("Time"),
        "epoch": STRING,
    }
)
_SHARE: Shape = {"quota": COUNT, "given": COUNT, "leased": COUNT}
QUOTAS = keys(
    {
        "sessions": listed(
            keys(
                {
                    "session": ref("RecordId"),
                    "village": STRING,
                    "on": STRING,
                    "from": STRING,
                    **_SHARE,
                    "common": COUNT,
                    "accounts": listed(
                        keys(
                            {
                                "account": COUNT,
                                "name": STRING,
                                "grids": listed(STRING),
                                **_SHARE,
                                "need": COUNT,
                                "proposed": COUNT,
                            }
                        )
                    ),
                }
            )
        ),
        "now": ref("Time"),
    }
)
