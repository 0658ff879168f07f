"""Answers to scores: question, indicator, instrument by the year's rule, whatever the order of the rows."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from answer_frames import NAME, frame, full, simulated
from conftest import score_of
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY, SCORES, SIMULATED, check_answers, check_scores
from itaanalysis.rulebook import questions, rulebook
from itaanalysis.scoring import answer_points, read_agency_ids, roll_up, score_answers

# Three people answer eight questions of IIT 2565: every kind of question, with and without sub-questions.
# Words of positive4 and negative4, least first; of no/yes and yes/no: ไม่มี, มี. Blank: not answered.
WORDS = {"-": 0, "น้อย": 1, "มาก": 2, "+": 3, "ไม่มี": 0, "มี": 1, "": None}  # - น้อยที่สุดหรือไม่มีเลย, + มากที่สุด
FORM = [
    # column, kind of the part, the three answers as worded, the points they are worth (0/33/67/100), their mean
    ("i4.1", "no/yes", ("มี", "ไม่มี", "ไม่มี"), (0, 100, 100), "200/3"),
    ("i4.2", "no/yes", ("ไม่มี", "ไม่มี", "ไม่มี"), (100, 100, 100), "100"),
    ("i4.3", "no/yes", ("ไม่มี", "ไม่มี", "มี"), (100, 100, 0), "200/3"),
    ("i7", "positive4", ("มาก", "+", "น้อย"), (67, 100, 33), "200/3"),
    ("i8.1", "positive4", ("+", "+", "มาก"), (100, 100, 67), "89"),
    ("i8.2", "positive4", ("มาก", "น้อย", "-"), (67, 33, 0), "100/3"),
    ("i9", "negative4", ("-", "-", "น้อย"), (100, 100, 67), "89"),
    ("i10", "negative4", ("+", "-", "-"), (0, 100, 100), "200/3"),
    ("i11.1", "positive4", ("+", "มาก", "มาก"), (100, 67, 67), "78"),
    ("i11.2", "negative4", ("-", "น้อย", "มาก"), (100, 67, 33), "200/3"),
    ("i12.1", "positive4", ("+", "+", "+"), (100, 100, 100), "100"),
    ("i12.2", "positive4", ("-", "-", "-"), (0, 0, 0), "0"),
    ("i12.3", "positive4", ("", "มาก", "+"), (None, 67, 100), "167/2"),  # of the two who answered
    ("i26.1", "yes/no", ("มี", "มี", "ไม่มี"), (100, 100, 0), "200/3"),
    ("i26.2", "yes/no", ("มี", "มี", "มี"), (100, 100, 100), "100"),
]
BY_HAND = [
    ("i4", "700/9"),  # (200/3 + 100 + 200/3) / 3
    ("i7", "200/3"),
    ("i8", "367/6"),  # (89 + 100/3) / 2
    ("i9", "89"),
    ("i10", "200/3"),
    ("i11", "217/3"),  # (78 + 200/3) / 2
    ("i12", "367/6"),  # (100 + 0 + 167/2) / 3
    ("i26", "250/3"),  # (200/3 + 100) / 2
    ("2", "139/2"),  # (200/3 + 367/6 + 89 + 200/3 + 217/3 + 367/6) / 6 = 417 / 6
]


def place(kind: str, word: str) -> int | None:
    """The place of an answer from the worst: what `read_answers` makes of a word."""
    worded, last = WORDS[word], 1 if kind in ("yes/no", "no/yes") else 3
    return worded if worded is None or kind in ("positive4", "yes/no") else last - worded


def by_hand() -> pd.DataFrame:
    return frame({column: [place(kind, word) for word in words] for column, kind, words, *_ in FORM})


def test_the_points_of_the_example_are_those_of_its_words() -> None:
    for column, kind, words, worth, mean in FORM:
        points = [0, 100] if kind in ("yes/no", "no/yes") else [0, 33, 67, 100]
        found = [None if (at := place(kind, word)) is None else points[at] for word in words]
        assert found == list(worth), column
        told = [number for number in worth if number is not None]
        assert Fraction(sum(told), len(told)) == Fraction(mean), column


@pytest.mark.parametrize(("code", "score"), BY_HAND)
def test_three_people_by_hand(code: str, score: str) -> None:
    assert score_of(score_answers(by_hand()), code) == pytest.approx(float(Fraction(score)), abs=1e-12)


def test_another_set_of_values_gives_other_scores_and_is_named() -> None:
    for values, score, told in (
        (0, Fraction(89), "ค่าคำตอบ 0 33 67 100 (แหล่งทุติยภูมิ)"),
        (1, Fraction(800, 9), "ค่าคำตอบ 0 100/3 200/3 100 (ยังไม่มีหลักฐานยืนยัน)"),  # (100 + 100 + 200/3) / 3
        (2, Fraction(26667, 300), "ค่าคำตอบ 0 33.33 66.67 100 (ยังไม่มีหลักฐานยืนยัน)"),  # (100 + 100 + 66.67) / 3
    ):
        scores = score_answers(by_hand(), values=values)
        assert score_of(scores, "i9") == pytest.approx(float(score), abs=1e-9)
        assert score_of(scores, "i4") == pytest.approx(700 / 9), "yes and no have one set"
        note = scores.set_index("code")["note"]
        assert note["i9"] == f"จากคำตอบ 3 คน; {told}"
        assert note["i12"] == f"จากคำตอบ 2–3 คน; {told}"
        assert scores.attrs["answer_values"][2565]["four"]["set"] == values
        assert scores.attrs["answer_values"][2565]["two"]["set"] == 0


def test_the_result_is_a_scores_frame_that_everything_takes_unchanged() -> None:
    scores = score_answers(simulated(26))
    assert list(scores) == SCORES
    check_scores(scores)
    plain = scores[["code", "score"]].astype({"code": "str"})
    assert_frame_equal(roll_up(scores)[["code", "score"]].astype({"code": "str"}), plain)
    weak = find_weak_areas(compute_gaps(scores), level="item")
    assert len(weak) > 0
    assert set(scores["level"]) == {"instrument", "indicator", "item"}
    assert list(scores["code"].astype("str")) == [
        code for code in rulebook(2565).tree["code"] if code in set(scores["code"])
    ]
    assert scores["note"].str.contains(SIMULATED).all()


@pytest.mark.parametrize(
    ("left_out", "question", "indicator"),
    [("i7", "i7", "2"), ("i12.3", "i12", "2"), ("i26.1", "i26", "5")],
    ids=["a question", "a sub-question", "yes and no"],
)
def test_what_nobody_was_asked_has_no_score_and_its_parents_have_none(
    left_out: str, question: str, indicator: str
) -> None:
    whole = full(6, 3)
    for answers in (whole.drop(columns=left_out), whole.assign(**{left_out: pd.array([None] * 6, dtype="Int8")})):
        scores = score_answers(answers).set_index("code")
        assert np.isnan(scores["score"][question]), "never a mean of some"
        assert "ไม่มีคำตอบ" in scores["note"][question]
        assert indicator not in scores.index
        assert "IIT" not in scores.index
        others = [code for code in scores.index if code != question]
        assert (scores["score"][others] == 100).all()


def test_a_blank_is_neither_an_answer_nor_a_zero() -> None:
    scores = score_answers(frame({"i2": [3, 3, None, None], "i7": [0, None, None, 3]}))
    assert score_of(scores, "i2") == 100
    assert score_of(scores, "i7") == 50
    assert "จากคำตอบ 2 คน" in scores.set_index("code")["note"]["i2"]


def test_all_equal_answers_give_exactly_their_points() -> None:
    for at, points in enumerate((0, 33, 67)):
        scores = score_answers(full(7, at).drop(columns=[f"i{q}.{p}" for q in (4, 5, 6) for p in (1, 2, 3)]))
        items = scores[scores["level"] == "item"].set_index("code")["score"].drop(["i4", "i5", "i6", "i26"])
        assert (items == points).all()
    assert (score_answers(full(7, 3))["score"] == 100).all()


def many() -> pd.DataFrame:
    """Two years, both instruments, four offices, blanks."""
    parts = [
        simulated({"IIT": 9 + at, "EIT": 7}, year=2565 + at % 2 * 2, name=f"{NAME}{at}", seed=at) for at in range(4)
    ]
    answers = pd.concat(parts, ignore_index=True)
    chance = np.random.default_rng(1)
    for column in questions(2565)["column"]:
        answers.loc[chance.random(len(answers)) < 0.1, column] = pd.NA
    return answers


def test_the_order_of_rows_changes_no_bit() -> None:
    answers = many()
    scores = score_answers(answers)
    for seed in range(3):
        mixed = answers.sample(frac=1, random_state=seed)
        assert_frame_equal(score_answers(mixed), scores, check_exact=True, check_categorical=False)


def test_an_office_alone_has_the_scores_that_it_has_among_others() -> None:
    answers = many()
    every = score_answers(answers).astype({"agency_id": "str"})
    for (year, name), rows in answers.groupby(["year_be", "agency_id"]):
        own = score_answers(rows)
        among = every[(every["agency_id"] == name) & (every["year_be"] == year)]
        items = (own["level"] == "item").to_numpy()
        assert list(own["score"][items]) == list(among["score"][items])
        assert list(own["score"]) == pytest.approx(list(among["score"]), abs=1e-12)
        assert list(own["note"]) == list(among["note"])


def test_text_or_categories_give_the_same_also_with_categories_that_no_row_has() -> None:
    answers = many()
    texts = ["agency_id", "instrument", "respondent", "source", "note"]
    coded = answers.astype(dict.fromkeys(texts, "category"))
    coded["agency_id"] = coded["agency_id"].cat.add_categories(["อบต.ไม่มีใครตอบ"])
    assert_frame_equal(score_answers(coded), score_answers(answers), check_categorical=False)


def test_means_of_many_offices_are_those_of_pandas() -> None:
    answers = many()
    scores = (
        score_answers(answers).astype({"agency_id": "str", "code": "str"}).set_index(["year_be", "agency_id", "code"])
    )
    for year in (2565, 2567):
        points = answer_points(year)
        of_year = answers[answers["year_be"] == year]
        worth = {
            column: of_year[column].map(dict(enumerate(points[scale].points)))
            for column, scale in questions(year)[["column", "scale"]].itertuples(index=False)
        }
        means = pd.DataFrame(worth).astype("float64").groupby(of_year["agency_id"]).mean()
        for code, columns in questions(year).groupby("code")["column"]:
            wanted = means[list(columns)].mean(axis=1, skipna=False)
            for name, score in wanted.items():
                assert scores["score"][year, name, code] == pytest.approx(score, abs=1e-9)


@given(
    places=st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=1, max_size=40),
    values=st.integers(0, 2),
)
def test_a_question_is_the_exact_mean_of_its_answers(places: list[int | None], values: int) -> None:
    points = [Fraction(text) for text in answer_points(2565, values)["four"].exact]
    told = [points[at] for at in places if at is not None]
    score = score_of(score_answers(frame({"i2": places}), values=values), "i2")
    assert np.isnan(score) if not told else score == pytest.approx(float(sum(told) / len(told)), abs=1e-9)


SOURCES = [
    (["a.xlsx#Form1!A2:P2", "a.xlsx#Form1!A10:P10", "a.xlsx#Form1!A9:P9"], "a.xlsx#Form1!A2:P10"),
    (["a.xlsx#S!Z3:AB3", "a.xlsx#S!Z2:AB2"], "a.xlsx#S!Z2:AB3"),  # AB stands right of Z
    (["a.xlsx#S!A2", "a.xlsx#S!A3"], "a.xlsx#S!A2:A3"),
    (["a.xlsx#S!A2:B2", "b.xlsx#S!A2:B2"], "a.xlsx; b.xlsx"),
    (["a.xlsx#S!A2:B2", "a.xlsx#T!A2:B2"], "a.xlsx"),
    (["answers.parquet", "answers.parquet"], "answers.parquet"),
]


@pytest.mark.parametrize(("sources", "told"), SOURCES)
def test_the_source_of_a_question_is_where_its_answers_stand(sources: list[str], told: str) -> None:
    scores = score_answers(full(len(sources), 3).assign(source=sources)).set_index("code")["source"]
    assert scores["i1"] == told
    assert scores["IIT"] == "computed"


@pytest.mark.parametrize(
    ("agency_id", "parts"),
    [
        (NAME, ("องค์การบริหารส่วนตำบลตัวอย่าง", "อบต.", "สมมติ", "สมมติ")),
        ("องค์การบริหารส่วนตำบลตัวอย่าง · ขอนแก่น", ("องค์การบริหารส่วนตำบลตัวอย่าง", "อบต.", "", "ขอนแก่น")),
        ("เทศบาลตำบลตัวอย่าง · แวงน้อย", ("เทศบาลตำบลตัวอย่าง", "เทศบาลตำบล", "แวงน้อย", "")),
        ("เทศบาลเมืองตัวอย่าง", ("เทศบาลเมืองตัวอย่าง", "เทศบาลเมือง", "", "")),
    ],
)
def test_an_agency_id_tells_its_agency(agency_id: str, parts: tuple[str, ...]) -> None:
    assert tuple(read_agency_ids([agency_id]).iloc[0]) == (agency_id, *parts)
    assert tuple(score_answers(full(5, 3, name=agency_id))[AGENCY].iloc[0]) == (agency_id, *parts)


def test_no_answers_give_an_empty_scores_frame() -> None:
    empty = score_answers(by_hand().head(0))
    assert list(empty) == SCORES
    assert empty.empty


BAD = [
    (lambda f: f.drop(columns="source"), "needs the columns source"),
    (lambda f: f[["year_be", "agency_id", "instrument", "respondent", "source"]], "a column a question"),
    (lambda f: f.assign(year_be=2022), "พ.ศ. 2565"),
    (lambda f: f.assign(year_be="2565"), "year_be holds whole years"),
    (lambda f: f.assign(agency_id=None), "agency_id; some are empty"),
    (lambda f: f.assign(respondent="1"), r"twice: year_be 2565, .*respondent 1 \(2 such rows\)"),
    (lambda f: f.assign(i7=f["i7"].astype("Float64")), "i7 holds places .* whole numbers"),
    (lambda f: f.assign(i7=pd.array([0, 4, 1], dtype="Int8")), "i7 of 2565 has places 0 to 3; found 4"),
    (lambda f: f.assign(i7=[0, -1, 1]), "i7 of 2565 has places 0 to 3; found -1"),
    (lambda f: f.assign(i7=[0, 256, 1]), "found 256"),  # not 0, to which it shrinks in eight bits
    (lambda f: f.assign(**{"i4.1": pd.array([0, 2, 1], dtype="Int8")}), "i4.1 of 2565 has places 0 to 1; found 2"),
    (lambda f: f.assign(i99=1), "2565 asks no such question in IIT; found 1"),
    (lambda f: f.assign(e2=1), "2565 asks no such question in IIT; found 1"),
    (lambda f: f.assign(year_be=2567), "2567 asks no such question in IIT"),
    (lambda f: f.assign(year_be=2562), "its questions are not known"),
    (lambda f: f.assign(instrument="OIT"), "instruments with questions of 2565 are IIT, EIT; found 'OIT'"),
]


@pytest.mark.parametrize(("damage", "told"), BAD, ids=[told[:30] for _, told in BAD])
def test_what_is_no_answers_frame_is_refused_with_a_sentence(damage: object, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        check_answers(damage(by_hand()))  # type: ignore[operator]


def test_columns_of_another_instrument_may_stand_empty_beside() -> None:
    answers = pd.concat([full(5, 3), full(5, 2, instrument="EIT")], ignore_index=True)
    scores = score_answers(answers).set_index("code")["score"]
    assert scores["IIT"] == 100
    assert scores["e2"] == 67


@pytest.mark.parametrize("values", [3, -1])
def test_a_set_of_values_that_no_source_names_is_refused(values: int) -> None:
    with pytest.raises(ItaError, match=r"values is the number of a set .* of 2565: 0, 1, 2"):
        score_answers(by_hand(), values=values)


def test_points_rise_from_the_worst_answer_whatever_the_question() -> None:
    for year in (2563, 2565, 2567):
        for told in answer_points(year).values():
            assert list(told.points) == sorted(told.points)
            assert [float(Fraction(text)) for text in told.exact] == list(told.points)
