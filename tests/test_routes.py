"""The cheapest way to a rating: steps, prices, locks, floors, the next best, and the same for many offices."""

import numpy as np
import pandas as pd
import pytest
from conftest import THANANGNAEW, office

from itaanalysis.analysis import find_route, find_routes
from itaanalysis.analysis.routes import Route
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import rulebook
from itaanalysis.scoring import roll_up
from itaanalysis.simulate import simulate_province

#: An office of FY2566 whose instruments, not its total, keep it from the next rating.
HELD_BACK = {
    **{"1": 85.21, "2": 70.59, "3": 75.10, "4": 72.88, "5": 73.24},
    **{"6": 81.14, "7": 83.12, "8": 76.79},
    **{"9": 100, "10": 100},
}
ITEMS_10_1 = [f"o{number}" for number in range(31, 39)]  # of 2566
ITEMS_10_2 = [f"o{number}" for number in range(39, 44)]

#: The real office: aim, rules → total and rating afterwards, effort, items passed, points on indicator 9
REAL = [
    ("B", 2565, 75.5396, "B", 10.0, ["o42", "o43"], 0),
    ("A", 2565, 85.0, "A", 45 + 3.552, ["o42", "o43", *(f"o{n}" for n in range(34, 41))], 3.552),
    ("ผ่าน", None, 85.0, "ผ่าน", 60 + 3.552, [*ITEMS_10_2, *ITEMS_10_1[:7]], 3.552),
    ("ผ่านดี", 2566, 91.2576, "ผ่านดี", 65 + 28.59, [*ITEMS_10_2, *ITEMS_10_1], 28.59),
    (None, None, 70.0, "ต้องปรับปรุง", 10 + 2.302, ["o39", "o40"], 2.302),
    (75.54, 2565, 75.54, "B", 10.002, ["o42", "o43"], 0.002),  # two decimals: the items bring 75.5396
]


def points_on(route: Route, code: str) -> float:
    """Points by which an indicator is raised."""
    row = route.steps[route.steps["code"] == code]
    return float((row["to"] - row["from"]).sum())


def items_of(route: Route) -> list[str]:
    return route.steps.loc[route.steps["level"] == "item", "code"].tolist()


@pytest.mark.parametrize(("to", "rules", "total", "rating", "cost", "items", "points"), REAL)
def test_the_real_office(to, rules, total, rating, cost, items, points) -> None:
    route = find_route(office(THANANGNAEW), to=to, rules=rules)
    assert (round(route.total, 6), route.rating) == (round(total, 6), rating)
    assert route.cost == pytest.approx(cost)
    assert sorted(items_of(route)) == sorted(items)
    assert points_on(route, "9") == pytest.approx(points)
    assert set(route.steps["code"]) == {*items, *(["9"] if points else [])}
    assert route.cost == pytest.approx(route.steps["cost"].sum())
    assert route.total == pytest.approx(route.start_total + route.steps["points"].sum())


def test_an_office_that_its_instruments_hold_back() -> None:
    route = find_route(office(HELD_BACK, year=2566), to="ผ่านดี", rules=2566)
    assert (round(route.start_total, 2), route.start_rating, route.rating) == (86.73, "ผ่าน", "ผ่านดี")
    short = route.floors.set_index("code")["short"]
    assert round(short["IIT"], 2) == 9.60
    assert round(short["EIT"], 2) == 4.65
    assert (short["OIT"], short["ITA"]) == (0, 0)  # the total is there already
    raised = {code: points_on(route, code) for code in HELD_BACK}
    assert sum(raised[code] for code in "12345") == pytest.approx(47.98)
    assert sum(raised[code] for code in "678") == pytest.approx(13.95)
    assert raised["9"] == raised["10"] == 0
    assert "IIT 75.40 ต้องถึง 85.00 (ขาด 9.60)" in route.limits
    assert "ITA" not in route.limits


def test_of_indicators_worth_the_same_the_lowest_is_raised_first() -> None:
    route = find_route(office(HELD_BACK, year=2566), to="ผ่านดี", rules=2566)
    to = route.steps.set_index("code")["to"]
    assert "1" not in to  # 85.21, above what the others are raised to
    assert to[["2", "3", "4", "5"]].tolist() == pytest.approx([84.9475] * 4)


def test_each_answer_says_what_one_point_buys() -> None:
    buys = find_route(office(THANANGNAEW), rules=2565).buys.set_index("code")["buys"]
    assert buys[["1", "6", "9"]].tolist() == pytest.approx([0.06, 0.10, 0.20])
    assert buys[["o1", "o42"]].round(2).tolist() == [0.44, 5.00]
    assert len(buys) == 10 + 43
    route = find_route(office(THANANGNAEW), to="B", rules=2565)
    assert "5.00 คะแนนรวม" in route.steps["why"].iloc[0]
    assert "คะแนนรวมถึง 75.00" in route.steps["why"].iloc[0]


YEARS = [(2565, None, 2566), (2566, None, 2567), (2568, None, 2568), (2565, 2565, 2565), (2565, 2568, 2568)]


@pytest.mark.parametrize(("result", "rules", "taken"), YEARS)
def test_the_plan_year_is_taken_where_its_tree_is_known_and_said(result, rules, taken) -> None:
    route = find_route(office(THANANGNAEW, year=result), rules=rules)
    assert (route.result_year_be, route.rules_year_be) == (result, taken)
    assert f"ผลปี {result} ตามกติกาปี {taken}" in str(route)
    assert (f"รายการข้อของปี {taken}" in route.notes) == (taken != result)


def even(score: float, **changed: float) -> dict[str, float]:
    """All ten indicators alike, but for some: `i9=40`."""
    return {str(code): changed.get(f"i{code}", score) for code in range(1, 11)}


#: score of every indicator of 2565, aim → total afterwards
PRINTED_FLOOR = [
    (84.0, "A", 85.0),  # not 84.995, which rounding would forgive
    (84.994, "A", 85.0),
    (84.995, "A", 84.995),  # rated A already: nothing to do
    (84.995, 85, 84.995),
    (96.0, "A", 96.0),  # above the aim
]


@pytest.mark.parametrize(("score", "to", "total"), PRINTED_FLOOR)
def test_the_printed_floor_is_aimed_at(score: float, to: str, total: float) -> None:
    route = find_route(office(even(score)), to=to, rules=2565)
    assert route.total == pytest.approx(total, abs=1e-9)
    assert route.steps.empty == (total == score)
    assert route.cost == pytest.approx(0 if total == score else (85 - score) / 0.2)


def test_above_the_best_rating_there_is_no_aim() -> None:
    route = find_route(office(even(99)))
    assert (route.aim, route.cost, len(route.steps), route.limits) == ("", 0, 0, "อยู่ระดับสูงสุดแล้ว")
    assert route.others == ()


# What is known of the items


def item_codes(year: int, indicator: str) -> list[str]:
    """The items below an indicator, all of which stand under its sub-indicators."""
    tree = rulebook(year).tree
    return tree.loc[tree["parent"].str.startswith(f"{indicator}.") & (tree["level"] == "item"), "code"].tolist()


def test_items_that_were_read_are_passed_and_the_indicator_has_no_other_room() -> None:
    items = dict.fromkeys(item_codes(2565, "10"), 100.0) | {"o42": 0.0, "o34": 0.0}
    route = find_route(office({**even(100), **items}), to=100, rules=2565)
    assert items_of(route) == ["o42", "o34"]  # the best buy first
    assert points_on(route, "10") == 0
    assert route.total == pytest.approx(100)


def test_unread_items_are_unknown_and_the_rest_of_the_gap_moves_by_points() -> None:
    # o42 was read as failed: half of 10.2, a quarter of indicator 10; 35 points of its gap of 60 have no known item.
    scores = office({**even(100, i10=40), "o42": 0.0})
    route = find_route(scores, to=100, rules=2565)
    assert items_of(route) == ["o42"]
    assert points_on(route, "10") == pytest.approx(35)
    assert route.cost == pytest.approx(5 + 35)
    assert route.total == pytest.approx(100)


@pytest.mark.parametrize(("score", "items"), [(0.0, 10), (0.01, 0), (99.9, 0), (100.0, 0)])
def test_only_exactly_0_or_100_tells_the_items(score: float, items: int) -> None:
    route = find_route(office(even(100, i10=score)), to=100, rules=2565)
    assert len(items_of(route)) == items
    assert points_on(route, "10") == pytest.approx(0 if items else 100 - score)


def test_failed_items_that_leave_less_than_the_score_lower_the_start_and_it_is_said() -> None:
    # Of 2565: o22, o23, o24 failed, 3 of the 7 items of 9.3. In 2566 they are 3 of 4.
    items = dict.fromkeys(item_codes(2565, "9"), 100.0) | dict.fromkeys(["o22", "o23", "o24"], 0.0)
    scores = office({**even(100), **items})
    carried = 100 - 100 / 5 * 3 / 7
    start = 100 - 100 / 5 * 3 / 4
    route = find_route(scores, to=100)
    assert route.start_total == pytest.approx(80 + 0.2 * start)
    assert f"ตัวชี้วัด 9 เริ่มจาก {start:.2f} ไม่ใช่ {carried:.2f}" in route.notes
    assert items_of(route) == ["o20", "o21", "o22"]  # renumbered
    assert "ไม่ใช่" not in find_route(scores, to=100, rules=2565).notes


def test_an_item_in_place_of_several_fails_with_one_of_them() -> None:
    # o10 and o18 of 2565 are merged into o11 of 2566.
    items = dict.fromkeys(item_codes(2565, "9"), 100.0) | {"o18": 0.0}
    assert items_of(find_route(office({**even(100), **items}), to=100)) == ["o11"]


# Prices and locks

#: effort → effort of the real office's way to A under 2565, and what it no longer raises
PRICES = [
    ({}, 48.552, []),
    ({"9": 2}, 50, ["9"]),  # 3.552 points at 2 are dearer than the tenth item
    ({"OIT": 2}, 50, ["9"]),  # a price above the indicators is for the points of each
    ({"ITA": 2}, 50, ["9"]),
    ({"10.1": 1}, 10 + 7 + 0.7104 / 0.2 - 2.552, ["9"]),  # eight items at 1
    ({"o42": 500}, 5 + 40 + (19.4604 - 15) / 0.2, ["o42"]),
    ({"o42": None}, 5 + 40 + (19.4604 - 15) / 0.2, ["o42"]),
    ({"10.2": None}, 40 + (19.4604 - 10) / 0.2, ["o42", "o43"]),
    ({"9": None}, 50, ["9"]),
    ({"9": 0}, 10, ["o34"]),  # free: 11.718 of the 19.4604; two items bring the rest
]


@pytest.mark.parametrize(("effort", "cost", "left_alone"), PRICES, ids=range(len(PRICES)))
def test_prices_and_locks(effort: dict, cost: float, left_alone: list[str]) -> None:
    route = find_route(office(THANANGNAEW), to="A", rules=2565, effort=effort)
    assert route.cost == pytest.approx(cost, abs=1e-6)
    assert route.rating == "A"
    assert not set(left_alone) & set(route.steps["code"])


UNITS = {"o42 o43": "สำนักปลัด (งานนิติการ)", "10.1": "สำนักปลัด", "9": "กองคลัง และสำนักปลัด", "6": "ทุกกอง"}


@pytest.mark.parametrize(
    ("effort", "prices"),
    [
        ({"กองคลัง": 3}, {"9": 3}),
        ({"สำนักปลัด": 2}, {"o42": 10, "o43": 10, "10.1": 10, "9": 2}),
        ({"กองคลัง": 0.5}, {"9": 0.5}),
        ({"สำนักปลัด": 2, "กองคลัง": 0.5}, {"o42": 10, "o43": 10, "10.1": 10, "9": 2}),  # the slowest counts
        ({"งานนิติการ": None}, {"o42": None, "o43": None}),
        ({"สำนักปลัด": 2, "o42": 1}, {"o42": 1, "o43": 10, "10.1": 10, "9": 2}),  # the node's own price goes first
    ],
)
def test_prices_by_unit_responsible_are_times_the_default(effort: dict, prices: dict) -> None:
    by_unit = find_route(office(THANANGNAEW), to="A", rules=2565, effort=effort, units=UNITS)
    by_node = find_route(office(THANANGNAEW), to="A", rules=2565, effort=prices)
    pd.testing.assert_frame_equal(by_unit.steps, by_node.steps)
    assert by_unit.cost == by_node.cost


def test_an_aim_that_cannot_be_reached_names_the_floor_that_binds() -> None:
    route = find_route(office(THANANGNAEW), to="ผ่านดี", effort={"10": None})
    assert not route.possible
    assert route.cost == np.inf
    assert route.steps.empty
    assert route.limits == ("ไปไม่ถึง ผ่านดี: OIT ขึ้นได้ไม่เกิน 50.00 แต่ต้องถึง 85.00 · ITA ขึ้นได้ไม่เกิน 80.00 แต่ต้องถึง 85.00")
    assert route.rating == route.start_rating
    iit = find_route(office(HELD_BACK, year=2566), to="ผ่านดี", rules=2566, effort={"IIT": None})
    assert iit.limits == "ไปไม่ถึง ผ่านดี: IIT ขึ้นได้ไม่เกิน 75.40 แต่ต้องถึง 85.00"


# The next best


def made(route: Route) -> tuple[dict[str, int], set[str]]:
    """Items passed under each sub-indicator, and indicators raised."""
    parent = rulebook(route.rules_year_be).tree.set_index("code")["parent"]
    items = pd.Series(items_of(route), dtype="str").map(parent).value_counts().to_dict()
    return items, set(route.steps.loc[route.steps["level"] == "indicator", "code"])


def contains(route: Route, other: Route) -> bool:
    (items, points), (other_items, other_points) = made(route), made(other)
    return points >= other_points and all(items.get(code, 0) >= count for code, count in other_items.items())


@pytest.mark.parametrize("effort", [None, {"10.1": 3, "10.2": 9}])
@pytest.mark.parametrize(("to", "rules"), [("B", 2565), ("A", 2565), ("ผ่าน", 2566), ("ผ่านดี", 2566), (80.5, 2568)])
def test_the_best_three_are_different_and_have_no_step_to_spare(to, rules, effort) -> None:
    best = find_route(office(THANANGNAEW), to=to, rules=rules, effort=effort)
    routes = [best, *best.others]
    assert len(routes) == 3
    assert [route.cost for route in routes] == sorted(route.cost for route in routes)
    assert all(route.rating == best.rating or route.total >= best.total - 1e-9 for route in routes)
    for at, route in enumerate(routes):
        assert not any(contains(route, other) for other in routes[:at])
        if len(items_of(route)):  # without its cheapest item it falls short
            need = route.floors.set_index("code")
            spare = route.steps.loc[route.steps["level"] == "item", "points"].min()
            inside = rulebook(rules).tree.set_index("code").loc["OIT", "worth"]
            short = need.loc["ITA", "reached"] - spare < need.loc["ITA", "floor"] - 1e-9
            if "OIT" in need.index:
                short |= need.loc["OIT", "reached"] - spare / inside < need.loc["OIT", "floor"] - 1e-9
            assert short


def test_ways_that_cost_the_same_raise_other_indicators() -> None:
    best = find_route(office(HELD_BACK, year=2566), to="ผ่านดี", rules=2566)
    assert [route.cost for route in best.others] == pytest.approx([best.cost] * 2)
    first, second, third = (made(route)[1] for route in (best, *best.others))
    assert not second >= first
    assert not third >= first
    assert not third >= second


def test_a_way_that_is_found_twice_is_told_once() -> None:
    # Of 2568 only o1 and o17 (1.00 each) and o21 (2.50) have failed. Without o1 as well as without o17, o21 is next.
    items = {code: 100.0 for indicator in ("9", "10") for code in item_codes(2568, indicator)}
    scores = office({**even(100), **items, **dict.fromkeys(["o1", "o17", "o21"], 0.0)}, year=2568)
    best = find_route(scores, to=97.5, effort={"o1": 1, "o17": 1, "o21": 3})
    assert [items_of(route) for route in (best, *best.others)] == [["o1", "o17"], ["o21"]]


def test_the_second_and_third_way_of_the_real_office() -> None:
    # Without the seventh item of 10.1: 6.25 points of indicator 9 in its place; or all eight items and no points.
    best = find_route(office(THANANGNAEW), to="A", rules=2565)
    assert [round(route.cost, 3) for route in best.others] == [49.802, 50]
    assert made(best.others[0]) == ({"10.2": 2, "10.1": 6}, {"9"})
    assert made(best.others[1]) == ({"10.2": 2, "10.1": 8}, set())


# Many offices


def test_many_offices_get_the_route_of_each() -> None:
    scores = simulate_province(districts=2, offices=14, years=[2565, 2567])
    routes = find_routes(scores)
    assert len(routes) == 28
    for row in routes.itertuples():
        one = scores[(scores["agency_id"] == row.agency_id) & (scores["year_be"] == row.year_be)]
        route = find_route(one)
        assert (row.aim, row.rating, row.new_rating) == (route.aim, route.start_rating, route.rating)
        assert row.limits == route.limits
        assert row.cost == pytest.approx(route.cost)
        assert row.new_total == pytest.approx(route.total)
        assert row.items == len(items_of(route))
        assert len(row.steps.split()) == len(route.steps)
        assert row.rules_year_be == row.year_be + 1


def test_averages_are_left_out_and_an_office_without_an_indicator_is_said_to_be_so() -> None:
    mean = office(even(80), name="ค่าเฉลี่ย").assign(agency_type="aggregate")
    gap = office({code: score for code, score in even(80).items() if code != "3"}, name="อบต.ตัวอย่างสอง")
    routes = find_routes(pd.concat([office(even(80)), mean, gap])).set_index("agency_id")
    assert list(routes.index) == ["อบต.ตัวอย่าง", "อบต.ตัวอย่างสอง"]
    assert routes["possible"].tolist() == [True, False]
    assert np.isnan(routes.loc["อบต.ตัวอย่างสอง", "cost"])
    assert "ขาดคะแนน" in routes.loc["อบต.ตัวอย่างสอง", "limits"]


def test_the_frame_is_not_changed_and_categories_are_taken_too() -> None:
    scores = office(THANANGNAEW)
    before = scores.copy(deep=True)
    text = ["agency_id", "agency", "agency_type", "district", "province", "code", "level", "note"]
    coded = scores.astype(dict.fromkeys(text, "category"))
    assert str(find_route(coded)) == str(find_route(scores))
    pd.testing.assert_frame_equal(find_routes(coded), find_routes(scores))
    pd.testing.assert_frame_equal(scores, before)


def test_a_total_alone_that_was_published_does_not_stand_for_the_indicators() -> None:
    # The published total is not what the indicators give; the route goes from what they give.
    scores = pd.concat([office(even(80)), office({"ITA": 60.0})])
    assert find_route(scores, to="A", rules=2565).start_total == pytest.approx(80)
    assert roll_up(scores).set_index("code").loc["ITA", "published"] == 60


def test_a_route_reads_in_a_notebook() -> None:
    route = find_route(office(THANANGNAEW), to="A", rules=2565)
    assert "จาก 65.54 (C) ไป A ได้ 85.00 (A) ใช้แรง 48.55" in str(route)
    shown = route._repr_html_()
    assert "o42" in shown
    assert "แรงที่ใช้เป็นค่าสมมติ" in shown


TWO_OFFICES = pd.concat([office(even(80)), office(even(80), name="อบต.ตัวอย่างสอง")])
REFUSED = [
    # scores, arguments, words of the sentence
    (TWO_OFFICES, {}, "one office and one year; found 2 offices and 1 years.*find_routes"),
    (office(even(80)).iloc[:0], {}, "no rows"),
    (office(even(80)).assign(agency_type="aggregate"), {}, "average or total"),
    (office({c: s for c, s in even(80).items() if c not in "37"}), {}, "needs every indicator; .* no score of 3, 7"),
    (office({"ITA": 80.0}, year=2561), {}, "the tree of 2561 has none"),
    (office(even(80)), {"to": "ผ่านมาก"}, "the ratings of 2566 are ผ่านดีเยี่ยม, .*; found 'ผ่านมาก'"),
    (office(even(80)), {"to": "A"}, "A is a rating of 2562–2565: give rules="),
    (office(even(80)), {"to": 100.5}, "a total lies between 0 and 100; found 100.5"),
    (office(even(80)), {"rules": 2570}, "no rules are known for the year 2570"),
    (office(even(80)), {"rules": 2564}, "its own year or a later one; found 2564"),
    (office(even(80)), {"rules": 2561}, "two frameworks"),
    (office(even(80)), {"effort": {"o99": 3}}, "'o99' is neither a node of 2566"),
    (office(even(80)), {"effort": {"กองช่าง": 3}, "units": UNITS}, "'กองช่าง' is neither .*the units given are"),
    (office(even(80)), {"effort": {"9": 2}, "units": {"o99": "กองคลัง"}}, "the tree of 2566 has no node 'o99'"),
    (office(even(80)), {"effort": {"9": -1}}, "a number from 0 up, or None to lock it; found -1"),
    (office(even(80)), {"effort": {"9": float("inf")}}, "a number from 0 up"),
    (office(even(80)), {"effort": {"9": True}}, "a number from 0 up"),
]


@pytest.mark.parametrize(("scores", "arguments", "words"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_asked_is_refused_in_a_sentence(scores, arguments, words) -> None:
    with pytest.raises(ItaError, match=words):
        find_route(scores, **arguments)
