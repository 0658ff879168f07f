"""The range of ranks under other weights: against a slow count, with limits, and refused where it has no meaning."""

import numpy as np
import pandas as pd
import pytest
from conftest import office

from itaanalysis.analysis import compute_rank_ranges
from itaanalysis.analysis.weights import draw_weights, rank_totals
from itaanalysis.errors import ItaError
from itaanalysis.frames import INCOMPLETE
from itaanalysis.rulebook import rulebook
from itaanalysis.scoring import roll_up
from itaanalysis.simulate import simulate_province


def even(score: float, **changed: float) -> dict[str, float]:
    """All ten indicators alike, but for some: `i9=40`."""
    return {str(code): changed.get(f"i{code}", score) for code in range(1, 11)}


def offices(*scores: dict[str, float]) -> pd.DataFrame:
    return pd.concat([office(one, name=f"อบต.ตัวอย่าง{at}") for at, one in enumerate(scores)], ignore_index=True)


INSTRUMENT = np.array(["IIT"] * 5 + ["EIT"] * 3 + ["OIT"] * 2)
WORTH = np.array([0.06] * 5 + [0.10] * 3 + [0.20] * 2)


@pytest.mark.parametrize("level", ["instrument", "indicator"])
@pytest.mark.parametrize("spread", [0.05, 0.01])
def test_each_weight_stays_within_its_points_and_all_sum_to_one(level: str, spread: float) -> None:
    drawn = draw_weights(WORTH, INSTRUMENT, 1000, spread, level, np.random.default_rng(1))
    assert drawn.shape == (1000, 10)
    assert np.allclose(drawn.sum(axis=1), 1)
    names = ["IIT", "EIT", "OIT"]
    if level == "instrument":
        weights = np.stack([drawn[:, name == INSTRUMENT].sum(axis=1) for name in names], axis=1)
        assert np.allclose(drawn[:, 0], drawn[:, 4])  # the shares inside stay as they are
        away = np.abs(weights - [0.3, 0.3, 0.4])
    else:
        away = np.abs(drawn - WORTH)
    assert away.max() <= spread + 1e-12
    assert away.max(axis=0).min() > 0.8 * spread  # each weight uses its room


# A strong in OIT, B in IIT, C even: under the rules' weights 80.0, 80.0 and 79.0.
TRADED = (
    {**even(80), "9": 95.0, "10": 95.0, **{str(code): 60.0 for code in range(1, 6)}},
    {**even(80), "9": 65.0, "10": 65.0, **{str(code): 100.0 for code in range(1, 6)}},
    even(79),
)


def test_the_rank_and_how_far_it_moves() -> None:
    ranges = compute_rank_ranges(offices(*TRADED))
    assert ranges["total"].round(2).tolist() == [80, 80, 79]
    assert ranges["rank"].tolist() == [1, 1, 3]  # equal on two decimals: both are first
    assert ranges["offices"].tolist() == [3, 3, 3]
    assert (ranges["rank_best"].min(), ranges["rank_worst"].max()) == (1, 3)
    assert ranges.loc[0, ["rank_best", "rank_worst"]].tolist() == [1, 3]  # IIT at 35 and OIT at 35 put it below C
    assert "1,000 ชุด" in ranges.attrs["rule"]


def test_an_office_that_is_better_everywhere_is_first_whatever_the_weights() -> None:
    ranges = compute_rank_ranges(offices(even(90), even(80), even(70)), level="indicator")
    columns = ["rank", "rank_best", "rank_worst", "without_best", "without_worst"]
    assert ranges[columns].to_numpy().tolist() == [[rank] * 5 for rank in (1, 2, 3)]
    assert ranges["without"].tolist() == ["", "", ""]


def test_left_out_an_indicator_s_weight_goes_to_the_others_of_its_instrument() -> None:
    # Without 10, OIT is indicator 9 alone: the first office falls from 82 to 78. Were the weight of 10 shared among all
    # nine, it would be 78.75, above the third.
    ranges = compute_rank_ranges(offices(even(80, i9=75, i10=95), even(80), even(78.5), even(10)))
    assert ranges["rank"].tolist() == [1, 2, 3, 4]
    assert ranges["without_worst"].tolist() == [3, 2, 3, 4]
    assert ranges["without_best"].tolist() == [1, 1, 2, 4]
    assert ranges["without"].tolist() == ["10", "10", "10", ""]


def test_the_range_holds_the_rank_itself() -> None:
    ranges = compute_rank_ranges(simulate_province(offices=60, years=[2565]), sets=1)
    assert (ranges["rank_best"] <= ranges["rank"]).all()
    assert (ranges["rank_worst"] >= ranges["rank"]).all()
    assert (ranges["rank_best"] < ranges["rank_worst"]).any()


def slow_rank(totals: np.ndarray) -> list[int]:
    shown = [round(total + 1e-9, 2) for total in totals]
    return [1 + sum(other > own for other in shown) for own in shown]


def test_ranks_are_one_and_the_offices_strictly_above_on_two_decimals() -> None:
    totals = np.array([[80.004, 0.0], [80.0, 100.0], [80.005, 50.0], [79.995, 50.0], [79.9949, 50.001]])
    assert rank_totals(totals)[:, 0].tolist() == [2, 2, 1, 2, 5]
    assert rank_totals(totals)[:, 1].tolist() == [5, 1, 2, 2, 2]
    rng = np.random.default_rng(3)
    drawn = rng.uniform(60, 61, (300, 4)).round(3)
    assert [rank_totals(drawn)[:, at].tolist() for at in range(4)] == [slow_rank(drawn[:, at]) for at in range(4)]


@pytest.mark.parametrize("level", ["instrument", "indicator"])
def test_the_range_is_the_least_and_the_most_of_a_slow_count(level: str) -> None:
    scores = simulate_province(districts=2, offices=25, years=[2565])
    ranges = compute_rank_ranges(scores, sets=150, level=level, seed=11)  # more than a block
    rolled = roll_up(scores)
    indicators = rolled[rolled["level"] == "indicator"].pivot(index="agency_id", columns="code", values="score")
    tree = rulebook(2565).tree
    nodes = tree[tree["level"] == "indicator"]
    matrix = indicators[nodes["code"].tolist()].to_numpy()
    worth, parent = nodes["worth"].to_numpy(), nodes["parent"].to_numpy()
    drawn = draw_weights(worth, parent, 150, 0.05, level, np.random.default_rng([11, 2565]))
    ranks = np.array([slow_rank(matrix @ weights) for weights in [worth, *drawn]])
    assert ranges["agency_id"].tolist() == list(indicators.index)
    assert ranges["rank"].tolist() == ranks[0].tolist()
    assert ranges["rank_best"].tolist() == ranks.min(axis=0).tolist()
    assert ranges["rank_worst"].tolist() == ranks.max(axis=0).tolist()


def test_the_same_seed_gives_the_same_and_a_year_does_not_hang_on_the_others() -> None:
    scores = simulate_province(districts=2, offices=40, years=[2565, 2566])
    both = compute_rank_ranges(scores, sets=50)
    alone = compute_rank_ranges(scores[scores["year_be"] == 2566], sets=50)
    pd.testing.assert_frame_equal(both[both["year_be"] == 2566].reset_index(drop=True), alone)
    other = compute_rank_ranges(scores, sets=50, seed=1)
    assert not both["rank_best"].equals(other["rank_best"])


def test_averages_do_not_count_and_an_office_without_an_indicator_has_no_rank() -> None:
    scores = offices(even(90), even(80), even(99), even(85))
    scores.loc[scores["agency"] == "อบต.ตัวอย่าง2", "agency_type"] = "aggregate"
    scores = scores[~((scores["agency"] == "อบต.ตัวอย่าง3") & (scores["code"] == "4"))]
    ranges = compute_rank_ranges(scores, sets=10).set_index("agency")
    assert list(ranges.index) == ["อบต.ตัวอย่าง0", "อบต.ตัวอย่าง1", "อบต.ตัวอย่าง3"]
    assert ranges["rank"].fillna(0).tolist() == [1, 2, 0]
    assert ranges["offices"].fillna(0).tolist() == [2, 2, 0]


TWO = offices(even(80), even(90))
REFUSED = [
    (offices(even(80)), {}, "a rank needs two offices with all indicators; 2565 has 1"),
    (office({"ITA": 80.0}, year=2561), {}, "2561 has 0"),
    (TWO.assign(note=INCOMPLETE), {}, "only the top of a ranking"),
    (TWO.assign(agency_type="aggregate"), {}, "compute_rank_ranges"),
    (TWO, {"sets": 0}, "sets is a whole number from 1 up; found 0"),
    (TWO, {"sets": 10.5}, "sets is a whole number from 1 up; found 10.5"),
    (TWO, {"level": "item"}, "level is one of instrument, indicator; found 'item'"),
    (TWO, {"spread": 30}, "between 0 and the smallest weight, 30 points; found 30"),
    (TWO, {"spread": 6, "level": "indicator"}, "the smallest weight, 6 points; found 6"),
    (TWO, {"spread": 0}, "found 0"),
]


@pytest.mark.parametrize(("scores", "arguments", "words"), REFUSED, ids=range(len(REFUSED)))
def test_what_has_no_meaning_is_refused_in_a_sentence(scores, arguments, words) -> None:
    with pytest.raises(ItaError, match=words):
        compute_rank_ranges(scores, **arguments)
