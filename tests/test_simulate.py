"""Made-up offices: calibrated, repeatable, consistent up the tree, and never to be taken for real ones."""

import re
import zipfile
from datetime import datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest

from itaanalysis.errors import ItaError
from itaanalysis.frames import SCORES, SIMULATED, check_scores, sort_scores
from itaanalysis.rulebook import carry_items, rulebook
from itaanalysis.scoring import reconcile, roll_up
from itaanalysis.simulate import simulate_province, write_simulated
from itaanalysis.simulate._tables import means, read_table
from itaanalysis.thai import parse_agency

#: Published means of ITA over all agencies (points), and the share of agencies at 85 or more (percent).
MEANS = {2562: 66.75, 2563: 67.9, 2564: 81.25, 2565: 87.57, 2566: 90.19, 2567: 93.05, 2568: 93.82}
SHARES = {2565: 70.52, 2566: 80.94, 2567: 92.44, 2568: 94.17}
#: FY2564, nine provinces.
PARTS_2564 = {"IIT": 89.88, "9": 82.30, "10": 67.28}
MEAN_TOLERANCE, PART_TOLERANCE, SHARE_TOLERANCE = 0.35, 0.8, 1.2


@pytest.fixture(scope="module")
def country() -> pd.DataFrame:
    """As many offices as the country has: a row an office and year, a column a node above the items."""
    scores = simulate_province(districts=900, offices=8300)
    upper = scores[scores["level"] != "item"]
    return upper.pivot(index=["year_be", "agency_id"], columns="code", values="score")


@pytest.fixture(scope="module")
def province() -> pd.DataFrame:
    return simulate_province()


@pytest.mark.parametrize(("year", "mean"), MEANS.items())
def test_mean_of_each_year_is_the_published_one(country: pd.DataFrame, year: int, mean: float) -> None:
    assert country.loc[year, "ITA"].mean() == pytest.approx(mean, abs=MEAN_TOLERANCE)


@pytest.mark.parametrize(("year", "share"), SHARES.items())
def test_share_that_passes_is_the_published_one(country: pd.DataFrame, year: int, share: float) -> None:
    assert 100 * (country.loc[year, "ITA"] >= 85).mean() == pytest.approx(share, abs=SHARE_TOLERANCE)


@pytest.mark.parametrize(("code", "mean"), PARTS_2564.items())
def test_parts_of_2564_are_the_published_ones(country: pd.DataFrame, code: str, mean: float) -> None:
    assert country.loc[2564, code].mean() == pytest.approx(mean, abs=PART_TOLERANCE)


@pytest.mark.parametrize(("year", "mean"), MEANS.items())
def test_calibrated_means_roll_up_to_the_published_mean(year: int, mean: float) -> None:
    row = read_table("years.csv").set_index("year_be").loc[str(year)]
    tree = rulebook(int(row["items_of"])).tree.set_index("code")
    assert sum(tree.loc[code, "worth"] * value for code, value in means(year).items()) == pytest.approx(mean, abs=0.01)


def test_calibration_gives_its_evidence() -> None:
    known = {"official", "secondary", "derived", "unverified"}
    for name in ("means.csv", "years.csv", "shape.csv", "kinds.csv"):
        table = read_table(name)
        assert set(table["evidence"]) <= known
        assert (table["note"] != "").all()


def test_open_data_is_lower_and_more_spread_than_the_questionnaires(country: pd.DataFrame) -> None:
    for year in MEANS:
        of_year = country.loc[year]
        assert of_year["OIT"].mean() < of_year["IIT"].mean()
        assert of_year["OIT"].std() > 1.5 * of_year["IIT"].std()


def test_offices_and_items_last_from_year_to_year(country: pd.DataFrame) -> None:
    totals = country["ITA"].unstack("year_be")
    assert totals.corr().to_numpy().min() > 0.4
    scores = simulate_province(offices=1000, years=[2564, 2565])
    items = scores[scores["level"] == "item"].pivot(index=["agency_id", "code"], columns="year_be", values="score")
    failed_before = items[2564] == 0
    assert (items.loc[failed_before, 2565] == 0).mean() > 2 * (items.loc[~failed_before, 2565] == 0).mean()


def test_an_item_that_was_renumbered_still_lasts() -> None:
    scores = simulate_province(offices=2000, years=[2566, 2567])
    wide = scores[scores["level"] == "item"].pivot(index="agency_id", columns=["year_be", "code"], values="score")
    later = carry_items(2566, 2567).set_index("code")["to_code"]["o42"]
    other = "o35" if later == "o34" else "o34"
    earlier = wide[2566]["o42"]
    assert earlier.corr(wide[2567][later]) > earlier.corr(wide[2567][other])


def test_it_is_a_scores_frame_in_order(province: pd.DataFrame) -> None:
    check_scores(province)
    assert list(province.columns) == SCORES
    pd.testing.assert_frame_equal(province, sort_scores(province))
    assert province["agency_id"].nunique() == 60
    assert province["district"].nunique() == 6
    assert not province["score"].isna().any()


def test_totals_reconcile_in_every_year(province: pd.DataFrame) -> None:
    found = reconcile(province)
    assert found["agrees"].all()
    assert set(found["year_be"]) == set(MEANS)
    # 4 totals a year; from 2563 on the indicators 9 and 10 too.
    assert len(found) == 60 * (7 * 4 + 6 * 2)


def test_items_stand_where_the_list_is_known_and_are_passed_or_failed(province: pd.DataFrame) -> None:
    items = province[province["level"] == "item"]
    assert set(items["score"]) == {0.0, 100.0}
    for year in MEANS:
        tree = rulebook(year).tree
        expected = set(tree.loc[tree["answers"] == "pass/fail", "code"])
        assert set(items.loc[items["year_be"] == year, "code"]) == expected
    assert 2562 not in set(items["year_be"])


def test_indicator_10_is_the_mean_of_its_groups_not_of_its_items(province: pd.DataFrame) -> None:
    rolled = roll_up(province[province["year_be"] == 2565])
    wide = rolled.pivot(index="agency_id", columns="code", values="score")
    np.testing.assert_allclose(wide["10"], (wide["10.1"] + wide["10.2"]) / 2)
    published = rolled[rolled["code"] == "10"].set_index("agency_id")["published"]
    np.testing.assert_allclose(published, wide["10"].loc[published.index], atol=0.005001)


def test_published_scores_have_two_decimals(province: pd.DataFrame) -> None:
    np.testing.assert_array_equal(province["score"], province["score"].round(2))


@pytest.mark.parametrize("offices", [60, 3000])
def test_names_are_invented_and_apart(offices: int) -> None:
    scores = simulate_province(offices=offices, districts=40, years=[2562])
    agencies = scores.drop_duplicates("agency_id")
    assert agencies["agency"].is_unique
    assert set(agencies["province"]) == {"สมมติ"}
    assert agencies["district"].str.contains("สมมติ").all()
    assert agencies["agency"].str.contains("ตัวอย่าง|สมมติ").all()
    assert (agencies["agency_type"] == "อบจ.").sum() == (agencies["agency_type"] == "เทศบาลเมือง").sum() == 1


def test_names_read_back_as_they_are(province: pd.DataFrame) -> None:
    for row in province.drop_duplicates("agency_id").itertuples():
        read = parse_agency(row.agency, district=row.district, province=row.province)
        assert (read.name, read.agency_type, read.district, read.province) == (
            row.agency,
            row.agency_type,
            row.district,
            row.province,
        )


def test_every_row_says_that_it_is_made_up(province: pd.DataFrame) -> None:
    assert (province["note"] == SIMULATED).all()
    assert (province["source"] == "simulate_province(seed=2569)").all()


def test_the_seed_alone_decides(province: pd.DataFrame) -> None:
    np.random.seed(1)
    before = np.random.get_state()[1].copy()
    again = simulate_province()
    pd.testing.assert_frame_equal(province, again)
    np.testing.assert_array_equal(before, np.random.get_state()[1])
    assert not simulate_province(seed=1)["score"].equals(province["score"])


def test_a_year_does_not_depend_on_the_others(province: pd.DataFrame) -> None:
    alone = simulate_province(years=[2566])
    pd.testing.assert_frame_equal(alone, province[province["year_be"] == 2566].reset_index(drop=True))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"districts": 0}, "districts must be a whole number from 1 up; found 0"),
        ({"districts": -2}, "found -2"),
        ({"offices": 0}, "offices must be a whole number from 1 up; found 0"),
        ({"offices": 2.5}, "found 2.5"),
        ({"offices": True}, "found True"),
        ({"seed": -1}, "seed must be a whole number from 0 up; found -1"),
        ({"offices": 5}, "every district needs an office; found 5 offices for 6 districts"),
        ({"offices": 1_000_000}, "there are names for"),
        ({"years": [2561]}, "2562, 2563, 2564, 2565, 2566, 2567, 2568 (พ.ศ.); found 2561"),
        ({"years": [2022]}, "found 2022"),
        ({"years": []}, "found none"),
    ],
)
def test_bad_arguments_get_a_sentence(arguments: dict[str, object], said: str) -> None:
    with pytest.raises(ItaError, match=re.escape(said)):
        simulate_province(**arguments)


@pytest.mark.parametrize(("districts", "offices"), [(1, 1), (2, 2), (3, 50)])
def test_small_provinces_work(districts: int, offices: int) -> None:
    scores = simulate_province(districts=districts, offices=offices)
    assert scores["agency_id"].nunique() == offices
    assert scores["district"].nunique() == districts


def test_workbook_holds_the_same_scores(tmp_path) -> None:
    path = write_simulated(tmp_path / "simulated.xlsx", seed=7, districts=2, offices=8, years=[2562, 2565])
    scores = simulate_province(seed=7, districts=2, offices=8, years=[2562, 2565])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["2562", "2565"]
    for sheet in book:
        assert sheet["A1"].value.startswith(SIMULATED)
        assert sheet["A1"].value.endswith(f"พ.ศ. {sheet.title}")
        assert sheet.sheet_state == "visible"
        header = [cell.value for cell in sheet[2]]
        codes = {at: str(name).split(".")[0] for at, name in enumerate(header)}
        codes[header.index("คะแนน ITA")] = "ITA"
        of_year = scores[scores["year_be"] == int(sheet.title)].set_index(["agency", "code"])["score"]
        read = 0
        for row in sheet.iter_rows(min_row=3, values_only=True):
            for at, value in enumerate(row):
                if (row[1], codes[at]) in of_year.index:
                    assert value == of_year[row[1], codes[at]]
                    read += 1
        assert read == len(of_year)


def test_workbook_bytes_do_not_change_with_the_clock(tmp_path) -> None:
    first = write_simulated(tmp_path / "first.xlsx", offices=7, years=[2565])
    second = write_simulated(tmp_path / "second.xlsx", offices=7, years=[2565])
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {datetime(1980, 1, 1).timetuple()[:6]}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.xlsx", "second.xlsx"]


@pytest.mark.parametrize("name", ["no-such-folder/x.xlsx", "x.csv"])
def test_a_bad_path_gets_a_sentence(tmp_path, name: str) -> None:
    with pytest.raises(ItaError, match=r"\.xlsx file in a folder that exists"):
        write_simulated(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_simulated(path, offices=7, years=[2562])
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.xlsx"]
