"""A list of staff goes in: accounts and what each is answerable for, part by part, and never twice."""

from __future__ import annotations

from typing import Any

from server import accounts
from server.office.staff import entering
from server.store.tables import StaffImport
from tests.server.clock import HOUR, Clock
from tests.server.town import LI, LI1, LI2, WANG, WANG1, Town
from tests.staff.conftest import TITLES, Staff, codes

CANVASSER = ("王小明", "10012345678", "网格员", "柳树村", "第1网格")
CADRE = ("李书记", "10012345679", "村干部", "王家庄村", "")
WITH_LOGIN = ("登录名", *TITLES)


def changes(answer: Any) -> list[tuple[str, Any, Any]]:
    """What a check says of the one person that changes."""
    (found,) = [each for each in answer["people"] if each["what"] == "changed"]
    return [(each["field"], each["from"], each["to"]) for each in found["changes"]]


def test_people_get_accounts_and_grids_and_their_names_reach_every_phone(staff: Staff, town: Town) -> None:
    done = staff.enters(CANVASSER, CADRE)
    assert (done["state"], done["made"], done["stopped"], done["problems"]) == ("done", 2, 0, [])
    made, cadre = staff.account("王小明"), staff.account("李书记")
    assert (made["role"], made["areas"], made["phone"], made["signs_in"]) == ("canvasser", [LI1], "10012345678", False)
    assert (cadre["role"], cadre["areas"]) == ("cadre", [WANG])
    assert done["accounts"] == [made["id"], cadre["id"]]
    home = town.household(LI1)
    phone = town.enrol(made["id"])
    assert home in phone.pull()
    assert phone.shown(f"person:{cadre['id']}")["name"] == "李书记"


def test_the_same_list_twice_changes_nothing(staff: Staff) -> None:
    rows = (
        CANVASSER,
        CADRE,
        ("赵六", "", "网格员", "柳树村", "2"),
        ("护士", "10012345670", "接种点人员", "", "", "镇卫生院接种点"),
    )
    titles = (*TITLES, "接种点")
    assert staff.enters(*rows, titles=titles)["made"] == 4
    before = staff.everybody()
    answer = staff.checks(*rows, titles=titles)
    assert answer["counts"] == {"new": 0, "changed": 0, "same": 4, "stopped": 0} and codes(answer) == []
    done = staff.goes_on(answer["id"])
    assert (done["made"], done["changed"], done["same"]) == (0, 0, 4)
    assert staff.everybody() == before


def test_what_stays_out_is_told_and_goes_in_once_it_is_right(staff: Staff) -> None:
    wrong = ("赵六", "10012345670", "网格员", "柳树村", "9")
    done = staff.enters(CANVASSER, wrong)
    assert (done["made"], done["stopped"], codes(done)) == (1, 1, ["grid.unknown"])
    done = staff.enters(CANVASSER, (*wrong[:4], "2"))
    assert (done["made"], done["same"], done["stopped"]) == (1, 1, 0)


def test_a_newer_list_moves_a_canvasser_within_its_villages_and_leaves_the_others(staff: Staff, town: Town) -> None:
    staff.enters(CANVASSER, (*CANVASSER[:3], "王家庄", "1"))
    phone = town.enrol(staff.account("王小明")["id"])
    homes = {grid: town.household(grid) for grid in (LI1, LI2, WANG1)}
    assert {homes[LI1], homes[WANG1]} <= phone.pull().keys()
    answer = staff.checks((*CANVASSER[:4], "第2网格"))
    (line,) = answer["people"]
    assert (line["what"], line["added"], line["removed"]) == ("changed", [LI2], [LI1])
    staff.goes_on(answer["id"])
    assert staff.account("王小明")["areas"] == [LI2, WANG1]
    rows = phone.pull()
    assert homes[LI2] in rows and homes[WANG1] in rows and homes[LI1] not in rows


def test_a_cadre_s_village_holds_its_grids(staff: Staff) -> None:
    staff.enters(CANVASSER)
    answer = staff.checks((*CANVASSER[:2], "村干部", "柳树村", ""))
    assert changes(answer) == [("role", "canvasser", "cadre")]
    staff.goes_on(answer["id"])
    assert (staff.account("王小明")["role"], staff.account("王小明")["areas"]) == ("cadre", [LI])


def test_an_empty_cell_takes_nothing_away(staff: Staff) -> None:
    staff.enters(CANVASSER)
    answer = staff.checks(("王小明", "10012345678", "", "", ""), ("王小明", "", "", "柳树村", ""))
    assert answer["counts"]["stopped"] == 1  # of the first nobody knows where
    answer = staff.checks(("王小明", "", "", "柳树村", ""))
    assert answer["counts"]["same"] == 1


def test_a_new_telephone_or_name_goes_in_by_the_sign_in_name_only(staff: Staff) -> None:
    staff.enters(CANVASSER)
    login = staff.account("王小明")["login"]
    assert codes(staff.checks(("王小明", "10099999999", *CANVASSER[2:]))) == ["person.same_name"]
    assert codes(staff.checks(("王晓明", *CANVASSER[1:]))) == ["person.other_name"]
    answer = staff.checks((login, "王晓明", "10099999999", *CANVASSER[2:]), titles=WITH_LOGIN)
    assert changes(answer) == [("name", "王小明", "王晓明"), ("phone", "10012345678", "10099999999")]
    staff.goes_on(answer["id"])
    assert staff.account("王晓明")["phone"] == "10099999999"
    assert codes(staff.checks(("nobody", *CANVASSER), titles=WITH_LOGIN)) == ["login.unknown"]


def test_a_telephone_is_filled_in_where_there_was_none(staff: Staff) -> None:
    done = staff.enters((CANVASSER[0], "", *CANVASSER[2:]))
    assert (done["made"], codes(done)) == (1, ["phone.missing"])
    assert changes(staff.checks(CANVASSER)) == [("phone", None, "10012345678")]


def test_two_people_of_one_name_in_one_village_are_two(staff: Staff) -> None:
    rows = (CANVASSER, ("王小明", "10099999999", "网格员", "柳树村", "2"))
    assert staff.enters(*rows)["made"] == 2
    assert staff.checks(*reversed(rows))["counts"]["same"] == 2
    assert codes(staff.checks((CANVASSER[0], "", *CANVASSER[2:]))) == ["person.several"]


def test_a_list_touches_neither_office_people_nor_closed_accounts(staff: Staff) -> None:
    staff.enters(CANVASSER)
    number = staff.account("王小明")["id"]
    staff.desk.post(f"/accounts/{number}", {"active": False})
    assert codes(staff.checks(CANVASSER)) == ["person.disabled"]
    staff.desk.post("/accounts", {"name": "审核", "role": "reviewer", "login": "shenhe", "phone": "10000000001"})
    assert codes(staff.checks(("审核", "10000000001", "网格员", "柳树村", "1"))) == ["role.office"]
    assert codes(staff.checks(("admin", "换人", "10000000002", "网格员", "柳树村", "1"), titles=WITH_LOGIN)) == [
        "role.office"
    ]


def test_nobody_moves_between_a_desk_and_a_village_by_a_list(staff: Staff) -> None:
    staff.enters(CANVASSER)
    titles = ("姓名", "电话", "角色", "接种点")
    assert codes(staff.checks(("王小明", "10012345678", "护士", "镇卫生院接种点"), titles=titles)) == ["role.site"]


def test_a_telephone_that_is_another_s_is_not_given_twice(staff: Staff) -> None:
    staff.enters(CANVASSER, CADRE)
    login = staff.account("王小明")["login"]
    row = (login, "王小明", CADRE[1], *CANVASSER[2:])
    assert codes(staff.checks(row, titles=WITH_LOGIN)) == ["phone.taken"]
    twice = ((login, *CANVASSER), (login, "王小明", "", *CANVASSER[2:4], "2"))
    assert staff.checks(*twice, titles=WITH_LOGIN)["counts"]["stopped"] == 1


def test_six_hundred_people_go_in_by_parts_that_another_request_goes_on_with(staff: Staff) -> None:
    rows = [(f"张{chr(0x4E00 + n)}", f"100{n:08d}", "网格员", "柳树村", str(n % 2 + 1)) for n in range(600)]
    answer = staff.checks(*rows)
    name = answer["id"]
    first = staff.desk.post(f"/staff/{name}/step")
    assert (first["done"], first["total"], first["state"]) == (entering.AT_ONCE, 600, "going")
    assert staff.desk.get(f"/staff/{name}")["done"] == entering.AT_ONCE
    done = staff.goes_on(name)
    assert (done["made"], len(done["accounts"])) == (600, 600)
    assert staff.desk.post(f"/staff/{name}/step") == done
    assert staff.checks(*rows)["counts"] == {"new": 0, "changed": 0, "same": 600, "stopped": 0}


def test_what_happened_since_the_check_is_seen(staff: Staff) -> None:
    answer = staff.checks(CANVASSER, CADRE)
    staff.desk.post("/accounts", {"name": "王小明", "role": "canvasser", "phone": "10012345678", "areas": [LI1]})
    staff.desk.post("/accounts", {"name": "别人", "role": "cadre", "phone": CADRE[1], "areas": [LI]})
    done = staff.goes_on(answer["id"])
    assert (done["made"], done["same"], done["stopped"], codes(done)) == (0, 1, 1, ["person.other_name"])


def test_a_list_given_up_or_forgotten_keeps_nobody_s_telephone(staff: Staff, clock: Clock, db: Any) -> None:
    given_up, left = staff.checks(CANVASSER)["id"], staff.checks(CANVASSER)["id"]
    headers = {"X-Ruhu-CSRF": staff.desk.csrf}
    staff.desk.client.delete(f"/api/office/staff/{given_up}", headers=headers)
    clock.forward(25 * HOUR)
    staff.enters(CADRE)
    kept = {each.id: each for each in db.query(StaffImport)}
    assert [kept[each].state for each in (given_up, left)] == ["discarded", "discarded"]
    assert not [each for each in kept.values() if "100" in each.body]
    assert staff.desk.post(f"/staff/{left}/step")["state"] == "discarded"
    assert staff.desk.code("/staff/nothing/step", {}, 404) == "not_found"
    assert [each["name"] for each in staff.everybody() if each["role"] == "cadre"] == ["李书记"]


def test_everybody_s_sheet_comes_in_again_and_changes_nothing(staff: Staff, town: Town) -> None:
    staff.enters(CANVASSER, (*CANVASSER[:3], "王家庄", "1"), CADRE, ("赵六", "", "网格员", "柳树村", "1、2"))
    staff.enters(("护士", "10012345670", "接种点人员", "镇卫生院接种点"), titles=("姓名", "电话", "角色", "接种点"))
    with town.store.writing() as session:
        accounts.create_account(session, login="idle", name="没有分工", role="canvasser")
    content = staff.desk.client.get("/api/office/staff/people.xlsx").data
    answer = staff.sends(content)
    assert codes(answer) == [] and set(answer["counts"].items()) >= {("same", 5), ("changed", 0), ("new", 0)}


def test_the_empty_sheet_is_a_list_without_anybody(staff: Staff) -> None:
    for lang in ("zh-CN", "en"):
        response = staff.desk.client.get(f"/api/office/staff/example.xlsx?lang={lang}")
        assert response.status_code == 200 and "no-store" in response.headers["Cache-Control"]
        assert staff.sends(response.data, status=422)["code"] == "file.empty"
