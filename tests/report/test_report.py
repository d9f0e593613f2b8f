import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from planner.audit import audit, score
from planner.audit.marks import numbered
from planner.audit.source import add_document
from planner.errors import ReportError
from planner.report import write_report
from planner.rules.finding import Outcome, Status
from tests.report import halls, structure

ROOT = Path(__file__).parents[2]
LANGS = ("zh-CN", "en", "both")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["report", "checklist"])
def test_every_pdf_is_tagged_archival_and_fillable(made, kind, lang):
    structure.check(made(kind, lang), lang)


@pytest.mark.parametrize("lang", LANGS)
def test_the_hall_and_its_findings_can_be_read_as_text(made, judged, lang):
    words = structure.flat(made("report", lang))
    if lang != "en":
        assert "滨江路营业厅" in words
        assert "问题与整改" in words
    if lang != "zh-CN":
        assert "RiversideRoad" in words
        assert "Findingsandwhattodo" in words
    for finding in judged.failures:
        rule = judged.by_rule[finding.rule].rule
        for one in ("zh-CN", "en") if lang == "both" else (lang,):
            said = rule.say(finding.verdict.code, one, finding.verdict.values)
            assert "".join(said.split()) in words, said


def test_a_failure_shows_measured_value_limit_tolerance_place_and_other_reading(made):
    # p1: lower edge 86 cm, its centre 42 cm higher
    words = structure.flat(made("report", "en"))
    assert "Posterp1hangs4cmtoolow" in words
    assert "Measured86cmAskedfor90cm–110cmTolerance±2cm" in words
    assert "page46,“90-110厘米”" in words
    assert "thecentre):128cm,notmeteither" in words
    assert "Raiseitby4–24cm;6cmbringstheloweredgeto92cm" in words


def test_severest_findings_come_first(made, judged):
    words = structure.flat(made("report", "en"))
    order = [
        words.index(
            "".join(judged.by_rule[f.rule].rule.say(f.verdict.code, "en", f.verdict.values).split())
        )
        for f in judged.failures
    ]
    firsts = {}
    for finding, place in zip(judged.failures, order, strict=True):
        firsts.setdefault(finding.rule, place)
    assert list(firsts.values()) == sorted(firsts.values())


def test_every_rule_stands_in_the_report(made, judged):
    words = structure.flat(made("report", "en"))
    for entry in judged.judged:
        if entry.status is not Status.JUDGED or entry.findings:
            assert entry.rule.id in words, entry.rule.id


def test_marks_and_findings_link_to_each_other(made, judged):
    document = pypdfium2.PdfDocument(made("report", "en"))
    with structure.opened(made("report", "en")) as pdf:
        jumps = sum(
            note.Subtype == "/Link" for page in pdf.pages for note in page.obj.get("/Annots", [])
        )
    placed = [m for m in numbered(judged) if m.at is not None]
    told = [m for m in placed if m.finding.outcome is not Outcome.NEEDS_REVIEW]
    assert jumps >= len(placed) + len(told)
    titles = [item.get_title() for item in document.get_toc()]
    assert "Score" in titles
    assert "Findings and what to do" in titles
    assert any("P46-06" in title for title in titles)


def test_score_stands_with_denominator_and_coverage(judged, made):
    whole = score(judged)
    words = structure.flat(made("report", "en"))
    assert f"{whole.decided}of{whole.applicable}rulesdecided" in words
    assert f"{whole.decided}/{whole.applicable}" in words


def test_too_little_known_gives_no_number_but_what_to_fill_in_first():
    empty = audit(halls.empty())
    assert score(empty).value is None
    data = write_report(empty, "en")
    structure.check(data, "en")
    words = structure.flat(data)
    assert "Notenoughknown" in words
    assert "Fillinfirst" in words
    assert "of100" not in words


def test_many_findings_are_all_told_and_table_heads_repeat():
    crowded = audit(halls.crowded(24))
    data = write_report(crowded, "zh-CN")
    structure.check(data, "zh-CN")
    words = structure.flat(data)
    for finding in crowded.failures:
        rule = crowded.by_rule[finding.rule].rule
        said = rule.say(finding.verdict.code, "zh-CN", finding.verdict.values)
        assert "".join(said.split()) in words
    last = len(pypdfium2.PdfDocument(data))
    assert f"第{last}页，共{last}页" in words
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    hung = [f"p{n} 高了" for n in range(1, 25)]
    told = [n for n, page in enumerate(pages) if any(words in page for words in hung)]
    assert len(told) > 1
    assert all("P46-06" in pages[n] for n in told)  # the rule's name runs on over its pages


def test_no_page_ends_with_a_heading(made):
    document = pypdfium2.PdfDocument(made("report", "zh-CN"))
    titles = {"".join(item.get_title().split()) for item in document.get_toc()}
    for page in document:
        lines = [line for line in page.get_textpage().get_text_range().splitlines() if line.strip()]
        above_footer = "".join(lines[-2].split()) if lines[-1].startswith("第") else None
        if above_footer is not None:
            assert above_footer not in titles


def test_a_waiver_is_told_at_its_finding_and_in_its_table(made):
    assert structure.flat(made("report", "zh-CN")).count("业主不同意打孔") == 2


def test_the_passage_is_shown_once_its_owner_added_the_document(tmp_path, monkeypatch):
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path))
    before = structure.flat(write_report(audit(halls.ordinary()), "zh-CN"))
    page = "=== page 46\n虚构的句子里写着离地面 90-110 厘米的位置。\n=== page 47\n完\n"
    add_document("telecom-hall-deck", page.encode())
    after = structure.flat(write_report(audit(halls.ordinary()), "zh-CN"))
    assert "虚构的句子里写着" not in before
    assert "虚构的句子里写着离地面90-110厘米的位置" in after


def test_light_ratios_are_drawn_with_their_values(made, judged):
    ratios = [
        f
        for f in judged.findings
        if f.verdict.measured is not None
        and f.verdict.measured.unit == "ratio"
        and f.verdict.limit_high is not None
    ]
    words = structure.flat(made("report", "zh-CN"))
    assert ("与店内照度之比" in words) == bool(ratios)


def test_an_unknown_language_is_refused_by_name(judged):
    with pytest.raises(ReportError, match="found 'fr'"):
        write_report(judged, "fr")


_ELSEWHERE = """
import hashlib
from planner.audit import audit
from planner.report import write_checklist, write_report
from tests.report import halls
judged = audit(halls.ordinary())
for write in (write_report, write_checklist):
    print(hashlib.sha256(write(judged, "both")).hexdigest())
"""


def test_the_same_audit_gives_the_same_bytes_anywhere(tmp_path):
    here = {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}
    there = {
        "PYTHONHASHSEED": "77",
        "TZ": "Pacific/Kiritimati",
        "LANG": "de_DE.UTF-8",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "1",
    }
    said = [
        subprocess.run(
            [sys.executable, "-c", _ELSEWHERE],
            cwd=folder,
            env=dict(os.environ) | {"PYTHONPATH": str(ROOT)} | settings,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for folder, settings in ((ROOT, here), (tmp_path, there))
    ]
    assert said[0] == said[1]
    assert len(set(said[0])) == 2


def test_each_level_has_its_plan():
    judged = audit(halls.two_levels())
    data = write_report(judged, "en")
    structure.check(data, "en")
    words = structure.flat(data)
    assert "Upperfloor" in words
    # u2 hangs at 140 cm: 30 cm beyond 110 cm
    assert "Posteru2hangs30cmtoohigh" in words
