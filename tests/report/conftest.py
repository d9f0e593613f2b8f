import pytest

from planner.audit import audit
from planner.report import write_checklist, write_report
from tests.report import halls


@pytest.fixture(scope="session")
def judged():
    return audit(halls.ordinary())


@pytest.fixture(scope="session")
def made(judged):
    """Reports and checklists of the ordinary hall, each made once."""
    kept = {}

    def make(kind, lang):
        if (kind, lang) not in kept:
            write = {"report": write_report, "checklist": write_checklist}[kind]
            kept[kind, lang] = write(judged, lang)
        return kept[kind, lang]

    return make
