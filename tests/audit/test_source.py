"""The guideline's own document: pages out of clean and dirty extracts, passages around phrases."""

from pathlib import Path

import pytest

from planner.audit import source
from planner.errors import PlannerError

SOURCES = Path(__file__).parents[3] / "shared" / "guidelines" / "sources"
needs_sources = pytest.mark.skipif(not SOURCES.is_dir(), reason="the documents are not here")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path / "数据 folder"))
    source._pages.cache_clear()


def test_clean_pages_are_split_at_their_headings():
    pages = source.split_pages("=== page 7\none\n\n=== page 8\ntwo\n")
    assert pages == {"7": "one", "8": "two"}


def test_dirty_pages_are_split_where_the_numbers_go_on():
    # page 45 begins with "1 、"; counters rise through the paragraphs and are dropped
    text = "22、end of 43page44错误page451 、人体\n\n23、工学 2 、色彩page46u 海报"
    assert source.split_pages(text) == {"44": "错误", "45": "1 、人体工学 2 、色彩", "46": "u 海报"}


def test_a_passage_shows_the_words_around_a_phrase():
    words = "左" * 100 + "高度 90-110 厘米" + "右" * 100
    source.add_document("deck", f"=== page 46\n{words}".encode())
    found = source.passage("deck", "46", "90-110厘米")
    assert found is not None
    assert "高度90-110厘米" in found
    assert len(found) == source.AROUND * 2 + len("90-110厘米") + 2
    assert source.passage("deck", "46", "missing") is None


def test_nothing_is_shown_without_the_document():
    assert source.passage("deck", "46", "90-110厘米") is None
    assert source.document_hash("deck") is None
    assert source.documents() == {}


def test_documents_in_gb18030_are_read():
    source.add_document("deck", "=== page 1\n营业厅".encode("gb18030"))
    assert source.passage("deck", "1", "营业厅") == "营业厅"


@pytest.mark.parametrize("content", [b"", b"   ", b"\xff\x00\x81", b"%PDF-1.7 broken"])
def test_a_document_without_words_gets_a_sentence(content):
    with pytest.raises(PlannerError) as caught:
        source.add_document("deck", content)
    assert caught.value.problems


@needs_sources
def test_a_dirty_extract_gives_the_same_pages_as_the_cleaned_one():
    clean = source.split_pages((SOURCES / "deck.txt").read_text(encoding="utf-8"))
    dirty = source.split_pages((SOURCES / "deck-as-extracted.txt").read_text(encoding="utf-8"))
    whole = list(dirty)[:-1]  # the piece ends inside its last page
    assert whole == ["42", "43", "44", "45", "46"]
    for page in whole:
        assert "".join(dirty[page].split()) == "".join(clean[page].split())
