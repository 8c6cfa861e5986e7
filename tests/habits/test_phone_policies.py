"""The phone knows a little of the record types (pwa/src/store/policies.ts); it must be what sync/policies.py says."""

import json
import subprocess

from devtools import places
from sync.policies import ENTITIES, Policy

ASK = """
import { ANCHOR, PARENT, isClosing, isSet, retraction } from './src/store/policies.ts'
const asked = JSON.parse(process.argv[1])
console.log(JSON.stringify(Object.fromEntries(asked.map(([entity, fields, states]) => [entity, {
  parent: PARENT[entity] ?? null,
  anchor: ANCHOR[entity] ?? null,
  sets: fields.filter((field) => isSet(entity, field)),
  closing: states.filter((state) => isClosing(entity, state)),
  voided: retraction({ entity, record: '1.1', fields: {} })?.kind === 'create',
}]))))
"""
STATES = sorted({"active", "vacant"}.union(*(kind.closing for kind in ENTITIES.values())))


def phone() -> dict[str, dict[str, object]]:
    asked = json.dumps([[name, sorted(kind.fields), STATES] for name, kind in ENTITIES.items()])
    command = [str(places.program("node")), "--input-type=module", "--eval", ASK, asked]
    done = subprocess.run(command, cwd=places.PWA, capture_output=True, text=True, check=True)
    told: dict[str, dict[str, object]] = json.loads(done.stdout)
    return told


def test_the_phone_knows_parents_anchors_sets_closing_states_and_append_only_records_as_the_engine_does() -> None:
    engine = {
        name: {
            "parent": kind.parent,
            "anchor": kind.anchor,
            "sets": sorted(field for field, rule in kind.fields.items() if rule.policy is Policy.SET),
            "closing": [state for state in STATES if state in kind.closing],
            "voided": kind.append_only,
        }
        for name, kind in ENTITIES.items()
    }
    told = phone()
    for name in ("session", "area"):  # the phone lists these under their site and area; the engine need not
        told[name]["parent"] = None
    assert told == engine
