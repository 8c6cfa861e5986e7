"""Who lives behind one door: ages, relations, names, work; everything that was known before the campaign began."""

import random
from datetime import date, timedelta
from typing import Any

from server.demo.numbers import Numbers, phone
from server.demo.words import words

# Shares of households by number of residents; the mean is 3.
SIZES = {1: 14, 2: 27, 3: 26, 4: 18, 5: 10, 6: 5}
DAYS_A_YEAR = 365.25

Values = dict[str, Any]


def size(rng: random.Random) -> int:
    """How many residents a household has."""
    return rng.choices(list(SIZES), list(SIZES.values()))[0]


def roles(rng: random.Random, members: int) -> list[tuple[str, str, int]]:
    """(relation code of GB/T 4761, sex, age in years) of each member, the head first."""
    head = "m" if rng.random() < 0.78 else "f"
    other = "f" if head == "m" else "m"
    spouse = "12" if other == "f" else "11"
    if members == 1:
        return [("02", head, rng.choice([rng.randint(19, 45), rng.randint(63, 92), rng.randint(63, 92)]))]
    if members == 2 and rng.random() < 0.6:
        age = rng.randint(60, 88)
        return [("02", head, age), (spouse, other, max(56, age + rng.randint(-4, 4)))]
    if members == 2 and rng.random() < 0.3:
        age = rng.randint(28, 50)
        return [("02", head, age), _child(rng, age)]
    age = rng.randint(26, 58)
    out = [("02", head, age), (spouse, other, max(22, age + rng.randint(-4, 3)))]
    old = age + rng.randint(22, 30)
    parents = [("51", "m", old), ("52", "f", old - rng.randint(0, 4))]
    rng.shuffle(parents)
    while len(out) < members:
        left = members - len(out)
        if parents and (left > 3 or (age > 34 and rng.random() < 0.35)) and old < 97:
            out.append(parents.pop())
        elif age > 48 and left >= 2 and rng.random() < 0.5:
            out += [("20", "m", age - 24), ("38", "f", age - 25)]
        else:
            out.append(_child(rng, age))
    return out[:members]


def _child(rng: random.Random, parent: int) -> tuple[str, str, int]:
    sex = rng.choice("mf")
    return ("20" if sex == "m" else "30", sex, max(0, parent - rng.randint(21, 31)))


def birth(rng: random.Random, age: int, today: date) -> str:
    """A birth date with which somebody is `age` years old today."""
    days = int(age * DAYS_A_YEAR) + 1 + rng.randrange(363)
    return (today - timedelta(days=days)).isoformat()


def given_name(rng: random.Random, sex: str, age: int) -> str:
    """A given name of the fashion of somebody's birth years."""
    fashion = "_old" if age >= 55 else "_young" if age < 18 else ""
    chosen: str = rng.choice(words()["given"][sex + fashion])
    return chosen


def surname(rng: random.Random) -> str:
    """A surname; a few are of two characters."""
    chosen: str = rng.choice(words()["compound_surnames"] if rng.random() < 0.004 else words()["surnames"])
    return chosen


def residents(rng: random.Random, members: int, today: date, numbers: Numbers) -> list[Values]:
    """Fields of the residents of one household, the head first; the caller adds `household`."""
    family, married = surname(rng), surname(rng)
    home_phone = phone(rng)
    renting = rng.random() < 0.05
    return [_resident(rng, family, married, role, today, numbers, home_phone, renting) for role in roles(rng, members)]


def _resident(
    rng: random.Random,
    family: str,
    married: str,
    role: tuple[str, str, int],
    today: date,
    numbers: Numbers,
    home_phone: str,
    renting: bool,
) -> Values:
    relation, sex, age = role
    born = birth(rng, age, today)
    own = family if relation in {"02", "20", "30", "51"} else married if relation in {"11", "12"} else surname(rng)
    values: Values = {"name": own + given_name(rng, sex, age), "sex": sex, "birth": born, "relation": relation}
    if age < 1:
        values |= {"id_kind": "birth_certificate", "id_number": f"T99{rng.randrange(10**7):07d}"}
    else:
        values |= {"id_kind": "id_card", "id_number": numbers.identity(born, sex)}
    if 14 <= age < 75 or rng.random() < 0.1:
        values["phone"] = phone(rng)
    elif age >= 75:
        values |= {"phone": home_phone, "phone_of": rng.choice(words()["phone_of"])}
    values["residency"] = "moved_in" if renting else rng.choices(["local", "registered_elsewhere"], [96, 4])[0]
    if 18 <= age < 60 and rng.random() < 0.07:
        back = today + timedelta(days=rng.randint(5, 90))
        values |= {"away": True, "away_place": rng.choice(words()["away_places"]), "back_on": back.isoformat()}
    values |= _work(rng, age)
    if rng.random() < 0.02:
        values["note"] = rng.choice(words()["resident_notes"])
    return values


def _work(rng: random.Random, age: int) -> Values:
    jobs = words()["jobs"]
    if 6 <= age < 18:
        return {"job": jobs[-1]}
    if age >= 62:
        return {"job": jobs[-2]} if rng.random() < 0.3 else {}
    if age < 18 or rng.random() < 0.3:
        return {}
    if rng.random() < 0.06:
        return {"employer": rng.choice(words()["employers"]), "job": rng.choice(jobs[3:6])}
    return {"job": rng.choice(jobs[:5])}
