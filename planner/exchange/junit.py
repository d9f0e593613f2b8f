"""Audits as JUnit XML, for build servers: a suite a hall, a case a rule."""

from collections.abc import Iterable
from xml.etree import ElementTree

from planner.audit import Audit
from planner.audit.record import say
from planner.model import named
from planner.rules.finding import Outcome, Status


def write_junit(audits: Iterable[Audit], lang: str) -> bytes:
    """One test suite per hall; rules that were not judged are skipped with their reason."""
    root = ElementTree.Element("testsuites")
    for audit in audits:
        suite = ElementTree.SubElement(root, "testsuite", name=audit.layout.id)
        suite.set("timestamp", f"{audit.day.isoformat()}T00:00:00")
        failures = skipped = 0
        for entry in audit.judged:
            title = f"{entry.rule.id} {entry.rule.words('title', lang)}"
            case = ElementTree.SubElement(suite, "testcase", name=title)
            case.set("classname", f"{named(audit.layout.branch.name, lang)}.{entry.rule.pack}")
            said = [say(entry.rule, f, lang) for f in entry.findings if f.outcome is Outcome.FAILED]
            open_ones = [
                say(entry.rule, f, lang)
                for f in entry.findings
                if f.outcome in (Outcome.UNCERTAIN, Outcome.NEEDS_REVIEW)
            ]
            if entry.status is not Status.JUDGED:
                skipped += 1
                reason = entry.rule.say(entry.reason, lang, entry.values)
                ElementTree.SubElement(case, "skipped", message=_clean(reason))
            elif said:
                failures += 1
                failure = ElementTree.SubElement(case, "failure", message=_clean(said[0]))
                failure.text = _clean("\n".join(said))
            elif open_ones:
                skipped += 1
                ElementTree.SubElement(case, "skipped", message=_clean(open_ones[0]))
        suite.set("tests", str(len(audit.judged)))
        suite.set("failures", str(failures))
        suite.set("skipped", str(skipped))
        suite.set("errors", "0")
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _clean(text: str) -> str:
    """Text without characters that XML cannot hold."""
    return "".join(c if c in "\t\n\r" or ord(c) >= 32 else " " for c in text)
