"""Routes against brute force: never dearer with the same aim, and the aim is reached."""

from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest
from conftest import office

from itaanalysis.analysis import find_route, find_routes
from itaanalysis.rulebook import rulebook

#: Scores of the ten indicators, and the failed items under indicator 10.
Case = tuple[dict[str, float], list[str]]


def items_of_10(year: int) -> list[str]:
    tree = rulebook(year).tree
    return tree.loc[tree["parent"].isin(["10.1", "10.2"]), "code"].tolist()


@cache
def worths(year: int) -> tuple[dict[str, float], dict[str, str]]:
    """Worth and parent by code."""
    tree = rulebook(year).tree
    return dict(zip(tree["code"], tree["worth"], strict=True)), dict(zip(tree["code"], tree["parent"], strict=True))


def least_by_brute_force(case: Case, year: int, floors: list[float], price: dict[str, float]) -> float:
    """The least effort over all sets of failed items and many points on each indicator below 100, of which each in turn
    takes exactly what is then lacking. `floors`: of IIT, EIT, OIT and the total."""
    scores, failed = case
    worth, parent = worths(year)
    start = {**scores, "10": 100 - sum(100 * worth[item] for item in failed) / worth["10"]}
    inside = {code: [parent[code] == "IIT", parent[code] == "EIT", parent[code] == "OIT", True] for code in start}
    need = np.array(floors, dtype=float) * [worth["IIT"], worth["EIT"], worth["OIT"], 1]
    need -= np.sum([start[code] * worth[code] * np.array(inside[code]) for code in start], axis=0)
    sets = np.reshape(list(product([0, 1], repeat=len(failed))), (2 ** len(failed), len(failed)))
    gain = sets @ np.array([100 * worth[item] for item in failed])
    spent = sets @ np.array([price.get(item, 5.0) for item in failed])
    moved = [code for code in scores if start[code] < 100 and code != "10"]
    least = np.inf
    for last in moved:
        others = [code for code in moved if code != last]
        raised = np.array(list(product(*(tries(code, moved, start, need, gain, year) for code in others))), dtype=float)
        brought = raised @ np.reshape([worth[code] * np.array(inside[code]) for code in others], (len(others), 4))
        lack = need[:, None, None] - gain * np.array([0, 0, 1, 1])[:, None, None] - brought.T[:, :, None]
        reach = np.where(inside[last], worth[last], 1e-12)[:, None, None]  # nothing on a floor that it is not under
        exact = np.where(lack > 1e-9, lack / reach, 0).max(axis=0)
        cost = (
            exact * price.get(last, 1.0)
            + (raised @ np.array([price.get(code, 1.0) for code in others]))[:, None]
            + spent
        )
        least = min(least, cost[exact <= 100 - start[last] + 1e-9].min(initial=np.inf))
    return float(least)


def tries(
    code: str, moved: list[str], start: dict[str, float], need: np.ndarray, gain: np.ndarray, year: int
) -> np.ndarray:
    """Points to try on an indicator: none, all, steps between, and what its floor lacks where those beside it in its
    instrument are raised by nothing or by all, with any of the items."""
    worth, parent = worths(year)
    room = 100 - start[code]
    beside = [worth[at] * (100 - start[at]) for at in moved if at != code and parent[at] == parent[code]]
    sums = [sum(some) for some in product(*((0, one) for one in beside))]
    items = gain if parent[code] == "OIT" else [0.0]
    floor = need[["IIT", "EIT", "OIT"].index(parent[code])]
    exact = [(floor - one - item) / worth[code] for one in sums for item in items]
    return np.unique(np.clip([*np.linspace(0, room, 5), *exact], 0, room))


def small_case(rng: np.random.Generator, year: int) -> Case:
    """Three indicators of 1–9 below 100, and up to four failed items under indicator 10."""
    scores = {str(code): 100.0 for code in range(1, 11)}
    for code in rng.choice(np.arange(1, 10), 3, replace=False):
        scores[str(code)] = round(float(rng.uniform(20, 99)), 2)
    return scores, list(rng.choice(items_of_10(year), rng.integers(0, 5), replace=False))


def make_case(case: Case, year: int, name: str = "อบต.ตัวอย่าง") -> pd.DataFrame:
    scores, failed = case
    items = dict.fromkeys(items_of_10(year), 100.0) | dict.fromkeys(failed, 0.0)
    return office({**{code: score for code, score in scores.items() if code != "10"}, **items}, year=year, name=name)


#: year, aim, floors of the instruments and of the total
AIMS = [
    (2566, "ผ่านดีเยี่ยม", 95, 95),
    (2566, "ผ่านดี", 85, 85),
    (2565, "AA", 0, 95),
    (2567, 97.5, 0, 97.5),
    (2568, "ผ่านดีเยี่ยม", 95, 95),
]


def test_never_dearer_than_brute_force_on_a_thousand_small_cases() -> None:
    rng, seen, met = np.random.default_rng(4), 0, 0
    for year, aim, inside, total in AIMS:
        cases = [small_case(rng, year) for _ in range(200)]
        frame = pd.concat([make_case(case, year, f"อบต.ตัวอย่าง{at:03}") for at, case in enumerate(cases)])
        routes = find_routes(frame, to=aim, rules=year)
        assert (routes["new_total"] >= total - 0.005).all()  # an office within rounding of the floor has no route
        rated = routes["new_rating"].map(list(rulebook(year).ratings["label"]).index)
        if isinstance(aim, str):
            assert (rated <= list(rulebook(year).ratings["label"]).index(aim)).all()
        for cost, case in zip(routes["cost"], cases, strict=True):
            least = least_by_brute_force(case, year, [inside] * 3 + [total], {})
            assert cost <= least + 1e-6
            seen, met = seen + 1, met + (cost > least - 1e-6)
    assert seen == 1000
    assert met == seen  # so the brute force is no loose bound: it finds the same effort


def test_never_dearer_than_brute_force_with_prices_of_one_s_own() -> None:
    rng, met = np.random.default_rng(5), 0
    for at in range(60):
        year, aim, inside, total = AIMS[at % len(AIMS)]
        case = small_case(rng, year)
        scores, failed = case
        price = {item: float(rng.integers(1, 12)) for item in failed}
        price |= {code: float(rng.integers(1, 5)) for code in scores if code != "10"}
        route = find_route(make_case(case, year), to=aim, rules=year, effort=price)
        least = least_by_brute_force(case, year, [inside] * 3 + [total], price)
        assert route.cost <= least + 1e-6
        assert (route.floors["reached"] >= route.floors["floor"] - 1e-6).all() or route.cost == 0
        assert (route.steps["to"] <= 100 + 1e-9).all()
        met += route.cost > least - 1e-6
    assert met == 60


def test_never_dearer_where_many_items_have_prices_of_their_own() -> None:
    rng = np.random.default_rng(6)
    for _ in range(20):
        case = ({**{str(code): 100.0 for code in range(1, 11)}, "9": 60.0}, items_of_10(2565))
        price = {item: round(float(rng.uniform(3, 9)), 3) for item in case[1]} | {"9": 2.5}
        aim = round(float(rng.uniform(75, 95)), 2)
        route = find_route(make_case(case, 2565), to=aim, rules=2565, effort=price)
        assert route.cost == pytest.approx(least_by_brute_force(case, 2565, [0, 0, 0, aim], price), abs=1e-6)
