"""The command line: ``planner audit layouts/exemplary.json --lang zh-CN``.

Exit status 0: nothing failed, 1: something failed, 2: could not run.
"""

import argparse
import codecs
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from planner import __version__, i18n
from planner.audit import Audit, Score, audit, score
from planner.audit import source as documents
from planner.audit.marks import numbered
from planner.audit.record import advise, read, replay, say, to_record, write
from planner.catalog import read_layout
from planner.errors import PlannerError, Problem
from planner.exchange import shipped
from planner.model import Layout, mistakes, named
from planner.rules.finding import Outcome, Status
from planner.rules.pack import load_pack, packs

OK, FAILED, BROKEN = 0, 1, 2

_PLAIN = {
    "²": "2",
    "–": "-",
    "—": "--",
    "−": "-",
    "≥": ">=",
    "≤": "<=",
    "×": "x",
    "≈": "~",
    "…": "...",
    "·": ".",
    "″": '"',
    "✓": "v",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    _speak_any_console()
    parser = _parser()
    args = parser.parse_args(argv)
    if not hasattr(args, "run"):
        parser.print_help()
        return BROKEN
    try:
        return args.run(args)
    except PlannerError as error:
        print(_error(error, args.lang), file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        where = error.filename or ""
        reason = error.strerror or str(error)
        print(i18n.say("cli.file", args.lang, file=where, reason=reason), file=sys.stderr)
    except KeyboardInterrupt:
        print(i18n.say("cli.stopped", args.lang), file=sys.stderr)
    return BROKEN


def _speak_any_console() -> None:
    """Characters a console cannot show become plain ones, never an error."""

    def plain(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        bad = error.object[error.start : error.end]
        return "".join(_PLAIN.get(char, "?") for char in bad), error.end

    codecs.register_error("planner-plain", plain)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="planner-plain")


def _error(error: PlannerError, lang: str) -> str:
    if error.problems:
        return mistakes.say_all(error.problems, lang)
    return str(error)


def _parser() -> argparse.ArgumentParser:
    lang = _early_lang()

    def told(key: str) -> str:
        return i18n.say(f"cli.{key}", lang).replace("%", "%%")

    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=list(i18n.languages()), default=lang, help=told("lang"))
    judging = argparse.ArgumentParser(add_help=False, parents=[common])
    judging.add_argument("halls", nargs="+", metavar="HALL", help=told("halls"))
    judging.add_argument("--pack", action="append", metavar="P", help=told("pack"))
    judging.add_argument(
        "--reading", action="append", default=[], metavar="D1=centre", help=told("reading")
    )
    judging.add_argument("--date", type=_date, metavar="YYYY-MM-DD", help=told("date"))

    parser = argparse.ArgumentParser(prog="planner", description=told("about"), parents=[common])
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(metavar=told("command"))

    def command(name: str, run: Callable[[Any], int], base: argparse.ArgumentParser) -> Any:
        sub = commands.add_parser(
            name, help=told(f"do.{name}"), description=told(f"do.{name}"), parents=[base]
        )
        sub.set_defaults(run=run)
        return sub

    sub = command("audit", _audit, judging)
    for ending in ("json", "junit", "pdf", "csv", "xlsx"):
        sub.add_argument(f"--{ending}", type=Path, metavar="OUT", help=told(f"out.{ending}"))
    for name, run in (("report", _report), ("checklist", _checklist)):
        sub = command(name, run, judging)
        sub.add_argument("-o", "--out", type=Path, required=True, help=told("out.pdf"))
        sub.add_argument("--both", action="store_true", help=told("both"))
    sub = command("light", _light, common)
    sub.add_argument("hall", metavar="HALL", help=told("hall"))
    sub.add_argument("--json", metavar="OUT", help=told("out.light"))
    sub.add_argument("--map", type=Path, metavar="OUT.svg", help=told("out.map"))
    sub.add_argument("--walk", type=Path, metavar="OUT.pdf", help=told("out.walk"))
    sub = command("readings", _readings_in, common)
    sub.add_argument("hall", metavar="HALL", help=told("hall"))
    sub.add_argument("sheets", nargs="+", type=Path, metavar="SHEET", help=told("sheets"))
    sub.add_argument("-o", "--out", type=Path, required=True, help=told("out.hall"))
    sub = command("photometry", _photometry, common)
    sub.add_argument("files", nargs="+", type=Path, metavar="FILE", help=told("photometry"))
    sub.add_argument("--json", action="store_true", help=told("as-json"))
    sub.add_argument("--into", metavar="HALL", help=told("photometry-into"))
    sub.add_argument(
        "--use", action="append", default=[], metavar="LAMP", help=told("photometry-use")
    )
    sub.add_argument("-o", "--out", type=Path, metavar="OUT", help=told("out.hall"))
    sub = command("rules", _rules, common)
    sub.add_argument("--pack", action="append", metavar="P", help=told("pack"))
    sub.add_argument("--json", action="store_true", help=told("as-json"))
    command("schema", _schema, common)
    sub = command("new", _new, common)
    sub.add_argument("--template", default="medium", help=told("template"))
    sub.add_argument("-o", "--out", type=Path, required=True, help=told("out.hall"))
    sub = command("import", _import, common)
    sub.add_argument("plan", type=Path, metavar="PLAN", help=told("plan"))
    sub.add_argument("-o", "--out", type=Path, required=True, help=told("out.hall"))
    sub.add_argument("--unit", choices=["mm", "cm", "m", "in", "ft"], help=told("unit"))
    sub = command("replay", _replay, common)
    sub.add_argument("record", type=Path, metavar="AUDIT.json", help=told("record"))
    sub.add_argument("--json", type=Path, metavar="OUT", help=told("out.json"))
    sub = command("source", _source, common)
    sub.add_argument("action", choices=["add", "list"], help=told("source-action"))
    sub.add_argument("document", nargs="?", type=Path, help=told("source-file"))
    sub.add_argument("--name", default="telecom-hall-deck", help=told("source-name"))
    return parser


def _early_lang() -> str:
    """The language asked for, before the arguments are read: help speaks it too."""
    arguments = sys.argv[1:]
    for n, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and n + 1 < len(arguments):
            value = arguments[n + 1]
        if value in i18n.languages():
            return value
    return i18n.preferred()


def _date(text: str) -> date:
    return date.fromisoformat(text)


def _readings(words: list[str]) -> dict[str, str]:
    chosen = {}
    for word in words:
        name, equals, choice = word.partition("=")
        if not equals:
            raise _refused("cli.bad-reading", found=word)
        chosen[name.strip()] = choice.strip()
    return chosen


def _refused(code: str, **values: object) -> PlannerError:
    return PlannerError(i18n.say(code, "en", **values), problems=(Problem(code, "", values),))


def _files(names: Sequence[str]) -> list[Path]:
    """Layout files: each given one, every ``*.json`` of a given folder, a shipped hall's name."""
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            inside = sorted(path.glob("*.json"))
            if not inside:
                raise _refused("cli.empty-folder", folder=name)
            found += inside
        elif not path.exists() and name in shipped.halls():
            found.append(shipped.folder() / f"{name}.json")
        else:
            found.append(path)
    return found


def _open(path: Path) -> Layout:
    try:
        return read_layout(path.read_bytes())
    except PlannerError as error:
        problems = tuple(
            Problem(p.code, f"{path}: {p.where}" if p.where else str(path), p.values)
            for p in error.problems
        )
        raise PlannerError(str(error), problems=problems) from error


def _judged(args: Any) -> Iterator[Audit | PlannerError]:
    from tqdm import tqdm

    names = args.pack or ["telecom_hall", "cn_safety_access"]
    chosen = _readings(args.reading)
    loaded = [load_pack(name, chosen) for name in names]
    known = {key for pack in loaded for key in pack.readings}
    if unknown := sorted(chosen.keys() - known):
        raise _refused("cli.unknown-reading", found=", ".join(unknown))
    files = _files(args.halls)
    bar = tqdm(files, unit="", disable=len(files) < 2 or None, file=sys.stderr, ascii=" #")
    for path in bar:
        try:
            yield audit(_open(path), loaded, day=args.date)
        except PlannerError as error:
            yield error


def _audit(args: Any) -> int:
    done: list[Audit] = []
    broken = False
    for result in _judged(args):
        if isinstance(result, PlannerError):
            print(_error(result, args.lang), file=sys.stderr)
            broken = True
            continue
        done.append(result)
        _print(result, args.lang)
    if args.json and done:
        records = [to_record(result) for result in done]
        text = write(records[0]) if len(records) == 1 else json.dumps(records, ensure_ascii=False)
        _save(args.json, text.encode())
    if args.junit and done:
        from planner.exchange.junit import write_junit

        _save(args.junit, write_junit(done, args.lang))
    if done and (args.csv or args.xlsx):
        _save_tables(args, done)
    if args.pdf and done:
        from planner.report import write_report

        for result in done:
            _save(_one_of(args.pdf, result, len(done)), write_report(result, args.lang))
    if broken:
        return BROKEN
    return FAILED if any(result.failures for result in done) else OK


def _save_tables(args: Any, done: list[Audit]) -> None:
    import pandas as pd

    from planner.exchange import tables

    found = [tables.findings_table(result, args.lang) for result in done]
    if len(done) > 1:
        for table, result in zip(found, done, strict=True):
            table.insert(0, "id", result.layout.id)
    findings = pd.concat(found, ignore_index=True)
    if args.csv:
        _save(args.csv, tables.write_csv(findings, args.lang))
    if args.xlsx:
        sheets = {"findings": findings}
        if len(done) == 1:
            sheets["items"] = tables.items_table(done[0].layout, args.lang)
            sheets["readings"] = tables.readings_table(done[0].layout, args.lang)
        _save(args.xlsx, tables.write_xlsx(sheets, args.lang))


def _one_of(path: Path, result: Audit, number: int) -> Path:
    """The file one of several results goes to: the hall's id before the ending."""
    return path if number == 1 else path.with_name(f"{path.stem}-{result.layout.id}{path.suffix}")


def _save(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".planner-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _print(result: Audit, lang: str) -> None:
    layout = result.layout
    print(f"{named(layout.branch.name, lang)} ({layout.id}), {result.day.isoformat()}")
    print("  " + _score_line(score(result), lang, "cli.score"))
    print("  " + _score_line(score(result, power=True), lang, "cli.score-power"))
    shown = [mark for mark in numbered(result) if mark.finding.outcome is not Outcome.NEEDS_REVIEW]
    for mark in shown:
        rule = result.by_rule[mark.finding.rule].rule
        word = i18n.say(f"cli.look.{mark.look}", lang)
        print(f"  {mark.number:>3}. [{word}] {rule.id} {say(rule, mark.finding, lang)}")
        if advice := advise(rule, mark.finding, lang):
            print(f"       {advice}")
    counts = {
        name: sum(f.outcome is outcome for f in result.findings)
        for name, outcome in (
            ("passed", Outcome.PASSED),
            ("review", Outcome.NEEDS_REVIEW),
        )
    }
    states = {
        state: sum(entry.status is state for entry in result.judged)
        for state in (Status.WAITING, Status.ON_SITE, Status.NOT_APPLICABLE)
    }
    print(
        "  "
        + i18n.say(
            "cli.rest",
            lang,
            passed=counts["passed"],
            review=counts["review"],
            waiting=states[Status.WAITING],
            on_site=states[Status.ON_SITE],
            absent=states[Status.NOT_APPLICABLE],
        )
    )


def _score_line(value: Score, lang: str, key: str) -> str:
    known = {
        "decided": value.decided,
        "applicable": value.applicable,
        "coverage": f"{value.coverage:.0%}",
        "weight": value.weight,
    }
    if value.value is None:
        return i18n.say(f"{key}-unknown", lang, **known)
    line = i18n.say(key, lang, value=f"{value.value:.1f}", **known)
    if value.cap:
        line += " " + i18n.say(f"cli.cap-{value.cap}", lang, uncapped=f"{value.uncapped:.1f}")
    return line


def _report(args: Any) -> int:
    from planner.report import write_report

    return _documents(args, write_report)


def _checklist(args: Any) -> int:
    from planner.report import write_checklist

    return _documents(args, write_checklist)


def _documents(args: Any, make: Callable[..., bytes]) -> int:
    lang = "both" if args.both else args.lang
    results = list(_judged(args))
    done = [result for result in results if isinstance(result, Audit)]
    for result in results:
        if isinstance(result, PlannerError):
            print(_error(result, args.lang), file=sys.stderr)
    for result in done:
        path = _one_of(args.out, result, len(done))
        _save(path, make(result, lang))
        print(i18n.say("cli.written", args.lang, file=path))
    return BROKEN if len(done) < len(results) else OK


def _light(args: Any) -> int:
    """What the model predicts and meters read; it judges nothing, `audit` does."""
    from planner.light import HallLight, picture, report

    (path,) = _files([args.hall])[:1]
    layout = _open(path)
    if not layout.luminaires:
        raise _refused("cli.light-no-lamps", file=str(path))
    light = HallLight(layout)
    for warning in light.warnings:
        print(mistakes.say(warning, args.lang), file=sys.stderr)
    found = report(layout, light=light)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    if args.json == "-":
        print(text)
    else:
        _print_light(layout, found, args.lang)
        if args.json:
            _save(Path(args.json), text.encode())
    told = sys.stderr if args.json == "-" else sys.stdout
    if args.map:
        from planner.report import lux_plan

        levels = [name for name, part in light.levels.items() if part.lamps]
        for level in levels:
            only = len(levels) == 1
            out = args.map if only else args.map.with_stem(f"{args.map.stem}-{level}")
            _save(out, lux_plan(layout, picture.lux_map(light, level), args.lang)[0].encode())
            print(i18n.say("cli.written", args.lang, file=out), file=told)
    if args.walk:
        from planner.report import write_lux_walk

        _save(args.walk, write_lux_walk(layout, args.lang))
        print(i18n.say("cli.written", args.lang, file=args.walk), file=told)
    return OK


def _print_light(layout: Layout, found: Any, lang: str) -> None:
    from planner.study.labels import label

    def name(subject: str) -> str:
        return label(layout, subject)[lang]

    print(f"{named(layout.branch.name, lang)} ({layout.id})")
    for level in found["levels"]:
        values = {
            "mean": f"{level['mean_lux']:.0f}",
            "minimum": f"{level['minimum_lux']:.0f}",
            "uniformity": f"{level['uniformity']:.2f}",
        }
        print("  " + i18n.say("cli.light-level", lang, level=level["level"], **values))
    for ratio in found["ratios"]:
        if ratio["of"] == "poster" or ratio["ratio"] is None:
            continue
        key = f"cli.light-{ratio['source']}"
        if ratio["source"] == "predicted" and (ratio["notes"] or not ratio["judged"]):
            key = "cli.light-unjudged"
        print("  " + i18n.say(key, lang, name=name(ratio["id"]), ratio=f"{ratio['ratio']:.2f}"))
    for number, repair in enumerate(found["repairs"], 1):
        told = {
            "n": number,
            "lamp": name(repair["lamp"]),
            "fault": i18n.say(f"cli.light-fault-{repair['fault']}", lang),
            "gain": f"{repair['base_gain_lux']:+.0f}",
        }
        print("  " + i18n.say("cli.light-repair", lang, **told))


def _readings_in(args: Any) -> int:
    """Readings of filled-in lux-walk sheets, put into a hall."""
    from planner.light.sheet import entered
    from planner.report import read_sheet

    (path,) = _files([args.hall])[:1]
    layout = _open(path)
    before = len(layout.lux_readings)
    for sheet in args.sheets:
        layout = entered(layout, read_sheet(sheet.read_bytes()))
    _save(args.out, layout.to_json().encode())
    now = len(layout.lux_readings)
    print(i18n.say("cli.readings-in", args.lang, n=now, more=now - before))
    print(i18n.say("cli.written", args.lang, file=args.out))
    return OK


def _photometry(args: Any) -> int:
    """What photometric files say; with ``--into`` also a hall that holds them."""
    from planner.light import files, read_photometry

    contents = [(path.name, path.read_bytes()) for path in args.files]
    told: list[dict[str, Any]] = []
    for name, content in contents:
        try:
            lamp = read_photometry(content, name)
        except PlannerError as error:
            told.append({"file": name, "refused": _error(error, args.lang)})
            continue
        warnings = [mistakes.say(problem, args.lang) for problem in lamp.warnings]
        told.append(
            {
                "file": name,
                "form": lamp.form,
                "flux_lm": round(lamp.flux_lm, 1),
                "stated_lm": lamp.stated_lm,
                "peak_cd": round(float(lamp.candela.max()), 1),
                "beam_deg": round(lamp.beam_deg, 1),
                "watts": lamp.watts,
                "opening_m": [round(v, 4) for v in lamp.size],
                "warnings": warnings,
            }
        )
    if args.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _print_photometry(told, args.lang)
    if any("refused" in entry for entry in told):
        return BROKEN
    if args.into is not None:
        _into_hall(args, contents, files)
    return OK


def _print_photometry(told: list[dict[str, Any]], lang: str) -> None:
    for entry in told:
        if "refused" in entry:
            print(f"{entry['file']}: {entry['refused']}", file=sys.stderr)
            continue
        values = {
            "file": entry["file"],
            "form": entry["form"],
            "flux": f"{entry['flux_lm']:.0f}",
            "peak": f"{entry['peak_cd']:.0f}",
            "beam": f"{entry['beam_deg']:.0f}",
        }
        print(i18n.say("cli.photometry-line", lang, **values))
        for warning in entry["warnings"]:
            print(f"  {warning}")


def _into_hall(args: Any, contents: list[tuple[str, bytes]], files: Any) -> None:
    """Put files into a hall; the last one goes to the lamps or kinds of lamp that were named."""
    if args.out is None:
        raise _refused("cli.photometry-out")
    (path,) = _files([args.into])[:1]
    layout = _open(path)
    name = ""
    for file, content in contents:
        layout, name = files.added(layout, file, content)
    chosen = [lamp.id for lamp in layout.luminaires if {lamp.id, lamp.kind} & set(args.use)]
    known = {word for lamp in layout.luminaires for word in (lamp.id, lamp.kind)}
    if missing := [word for word in args.use if word not in known]:
        raise _refused("cli.photometry-no-lamp", found=missing[0])
    layout = files.used(layout, name, chosen)
    _save(args.out, layout.to_json().encode())
    print(i18n.say("cli.photometry-used", args.lang, name=name, n=len(chosen)), file=sys.stderr)
    print(i18n.say("cli.written", args.lang, file=args.out), file=sys.stderr)


def _rules(args: Any) -> int:
    loaded = [load_pack(name) for name in (args.pack or packs())]
    if args.json:
        print(json.dumps([_pack_data(pack) for pack in loaded], ensure_ascii=False, indent=1))
        return OK
    lang = args.lang
    for pack in loaded:
        print(f"{pack.id} {pack.version}: {pack.name[lang]}")
        for rule in pack.rules:
            state = i18n.say(f"cli.status.{rule.status.value}", lang)
            print(f"  {rule.id:<8} {rule.words('title', lang)} [{state}]")
            for part in rule.waits:
                waits = i18n.say("cli.waits", lang, what=part[lang], study=_study(part, lang))
                print(f"           {waits}")
    return OK


def _study(part: Any, lang: str) -> str:
    return i18n.say(f"cli.study.{part['for']}", lang)


def _pack_data(pack: Any) -> dict[str, Any]:
    return {
        "id": pack.id,
        "version": pack.version,
        "name": pack.name,
        "readings": {
            key: {"chosen": pack.chosen[key], "choices": reading.choices}
            for key, reading in pack.readings.items()
        },
        "rules": [
            {
                "rule": rule.id,
                "slug": rule.slug,
                "severity": rule.severity,
                "modality": rule.modality,
                "status": rule.status.value,
                "check": rule.check.name if rule.check else None,
                "params": dict(rule.params),
                "confirmed": rule.confirmed,
                "source": {
                    "document": rule.source.document,
                    "page": rule.source.page,
                    "phrase": rule.source.phrase,
                },
                "waits": [dict(part) for part in rule.waits],
                "text": {lang: dict(rule.text[lang]) for lang in rule.text},
            }
            for rule in pack.rules
        ],
    }


def _schema(args: Any) -> int:
    print(json.dumps(Layout.model_json_schema(), ensure_ascii=False, indent=1))
    return OK


def _new(args: Any) -> int:
    if args.out.exists():
        raise _refused("cli.exists", file=str(args.out))
    _save(args.out, shipped.template(args.template).to_json().encode())
    print(i18n.say("cli.written", args.lang, file=args.out))
    return OK


def _import(args: Any) -> int:
    from planner.exchange import open_plan

    if args.out.exists():
        raise _refused("cli.exists", file=str(args.out))
    plan = open_plan(args.plan.name, args.plan.read_bytes())
    layout = plan.to_layout(unit=args.unit)
    _save(args.out, layout.to_json().encode())
    for line in plan.describe(args.lang, unit=args.unit):
        print(line)
    print(i18n.say("cli.written", args.lang, file=args.out))
    return OK


def _replay(args: Any) -> int:
    result = replay(read(args.record.read_bytes()))
    for problem in result.changed_inputs:
        print(mistakes.say(problem, args.lang))
    for change in result.differences:
        values = {"rule": change.rule, "subject": change.subject or "-"}
        states = {"before": change.before or "-", "now": change.now or "-"}
        print(i18n.say("cli.differs", args.lang, **values, **states))
    if args.json:
        _save(args.json, write(result.record).encode())
    key = "cli.replay-same" if result.same else "cli.replay-differs"
    digest = result.record["verdicts_sha256"]
    print(i18n.say(key, args.lang, n=len(result.differences), hash=digest))
    return OK if result.same else FAILED


def _source(args: Any) -> int:
    if args.action == "list":
        kept = documents.documents()
        if not kept:
            print(i18n.say("cli.source-none", args.lang))
        for name, pages in kept.items():
            print(i18n.say("cli.source-pages", args.lang, name=name, pages=pages))
        return OK
    if args.document is None:
        raise _refused("cli.source-which")
    content = args.document.read_bytes()
    pages = documents.add_document(args.name, content, file=args.document.name)
    print(i18n.say("cli.source-pages", args.lang, name=args.name, pages=pages))
    return OK


if __name__ == "__main__":
    sys.exit(main())
