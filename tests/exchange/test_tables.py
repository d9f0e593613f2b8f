"""Findings, items and readings as tables."""

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import i18n
from planner.audit import audit
from planner.errors import PlanError
from planner.exchange import tables
from tests.plans import plan

DATA = Path(__file__).parents[3] / "shared" / "data"
HALL = plan(
    """
    #########
    #p  r   #
    #       #
    ###DD####
    """,
    set={
        "p1": {"height": 0.3, "message": {"audience": "=HYPERLINK(1)", "purpose": "promotion"}},
        "r1": {"message": {"audience": "@x"}},
    },
    hall={
        "instruments": [{"id": "m1", "name": {"zh-CN": "照度计", "en": "Meter"}}],
        "lux_readings": [
            {"id": "a", "level": "L1", "lux": 310, "of": "hall", "at": [1, 1], "instrument": "m1"}
        ],
    },
)
AUDIT = audit(HALL)


@pytest.mark.parametrize("lang", sorted(i18n.languages()))
def test_every_finding_is_a_row_and_open_ones_come_first(lang):
    table = tables.findings_table(AUDIT, lang)
    assert len(table) == len(AUDIT.findings)
    numbers = table["number"].dropna().tolist()
    assert numbers == list(range(1, len(numbers) + 1))
    assert table["number"].isna().sum() == len(table) - len(numbers)
    assert (table["sentence"].str.len() > 0).all()


def test_a_table_read_back_is_the_table_written():
    table = tables.items_table(HALL, "en")
    text = tables.write_csv(table, "en")
    assert text.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(io.BytesIO(text), encoding="utf-8-sig")
    assert back["Id"].tolist() == ["p1", "r1"]
    assert back["Lower edge (m)"].tolist() == [0.3, 0.0]


def test_no_cell_is_a_formula():
    table = tables.items_table(HALL, "en")
    back = pd.read_csv(io.BytesIO(tables.write_csv(table, "en")), encoding="utf-8-sig")
    assert back["Audience"].tolist() == ["'=HYPERLINK(1)", "'@x"]
    book = openpyxl.load_workbook(io.BytesIO(tables.write_xlsx({"items": table}, "en")))
    kinds = {cell.data_type for row in book["Items"].iter_rows() for cell in row}
    assert "f" not in kinds


@given(st.text(max_size=30))
def test_a_neutral_cell_never_starts_a_formula(text):
    assert not str(tables.neutral(text)).startswith(tables.RISKY)
    assert str(tables.neutral(text)).removeprefix("'").startswith(text.removeprefix("'")[:1])


def test_the_same_tables_give_the_same_bytes():
    made = [
        tables.write_xlsx({"findings": tables.findings_table(AUDIT, "zh-CN")}, "zh-CN")
        for _ in range(2)
    ]
    assert made[0] == made[1]


@pytest.mark.parametrize("lang", sorted(i18n.languages()))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_readings_come_back_in_either_language_and_encoding(lang, encoding):
    table = tables.headed(tables.readings_table(HALL, lang), lang)
    content = table.to_csv(index=False).encode(encoding)
    (reading,) = tables.read_readings(content, "L1")
    assert (reading.lux, reading.of, reading.at) == (310, "hall", (1, 1))


@pytest.mark.parametrize("content", [b"lux\nmany\n", b"lux\n-4\n", b"id\nx\n", b"\xff\xfe\x81"])
def test_a_bad_reading_names_its_row(content):
    with pytest.raises(PlanError) as caught:
        tables.read_readings(content, "L1")
    assert caught.value.problems


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared files are not here")
def test_a_hostile_table_in_gbk_is_read_or_refused_with_a_sentence():
    content = (DATA / "hostile_made" / "csv_injection_gbk.csv").read_bytes()
    with pytest.raises(PlanError) as caught:
        tables.read_readings(content, "L1")
    assert caught.value.problems
