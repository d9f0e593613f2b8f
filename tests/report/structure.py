"""What every PDF of ours must be, looked up in its objects."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def flat(data: bytes) -> str:
    return "".join(text(data).split())


def check(data: bytes, lang: str) -> None:
    """Identifiers, title, language, tags, fields, fonts, outline, page size."""
    with opened(data) as pdf:
        root = pdf.Root
        meta = root.Metadata.read_bytes().decode("utf-8")
        assert re.search(r"<pdfaid:part>2</", meta)
        assert re.search(r"<pdfaid:conformance>A</", meta)
        assert re.search(r"<pdfuaid:part>1</", meta)
        assert "<dc:title>" in meta
        assert str(root.Lang).startswith("en" if lang == "en" else "zh")
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo[Name.Title])
        assert root.Outlines.Count != 0
        for page in pdf.pages:
            assert [round(float(v)) for v in page.mediabox] == [0, 0, 595, 842]
            assert page.obj.Tabs == "/S"
        check_fields(pdf)
        fonts = list(all_fonts(pdf))
        assert fonts
        for font in fonts:
            assert is_embedded(font), font.BaseFont
            assert "+" in str(font.BaseFont), "only the letters used are embedded"


def check_fields(pdf: pikepdf.Pdf) -> None:
    """Every widget has a tag with a name, a tooltip and all appearance states."""
    tags = {}
    for element in elements(pdf.Root.StructTreeRoot):
        for child in kids(element):
            if isinstance(child, Dictionary) and child.get(Name.Type) == "/OBJR":
                tags[child.Obj.objgen] = element
    widgets = 0
    for page in pdf.pages:
        for note in page.obj.get(Name.Annots, []):
            tag = tags[note.objgen]
            if note.Subtype != "/Widget":
                assert note.Subtype == "/Link"
                assert tag.S == "/Link"
                assert not str(note.get(Name.A, Dictionary()).get(Name.URI, "")).startswith(
                    "field:"
                )
                continue
            widgets += 1
            assert tag.S == "/Form"
            assert str(tag.Alt)
            field = note.get(Name.Parent, note)
            assert str(field.TU)
            assert str(field.T)
            if field.FT == "/Btn":
                states = set(note.AP.N.keys())
                assert "/Off" in states
                assert len(states) == 2
                assert note.AS == "/Off" or str(note.AS) in states
            else:
                assert note.AP.N.Subtype == "/Form"
    assert widgets == sum(
        len(field.Kids) if Name.Kids in field else 1 for field in pdf.Root.AcroForm.Fields
    )
    assert widgets
    names = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    assert len(names) == len(set(names))
    assert Name.NeedAppearances not in pdf.Root.AcroForm


def elements(root: Any) -> Iterator[Any]:
    todo = [root]
    while todo:
        element = todo.pop()
        yield element
        todo += [c for c in kids(element) if isinstance(c, Dictionary) and Name.S in c]


def kids(element: Any) -> list[Any]:
    found = element.get(Name.K)
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def all_fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Fonts of pages, of forms drawn on them and of appearances."""
    seen = set()
    todo = [page.obj.get(Name.Resources, Dictionary()) for page in pdf.pages]
    for page in pdf.pages:
        for note in page.obj.get(Name.Annots, []):
            if Name.AP in note:
                look = note.AP.N
                streams = [look] if isinstance(look, pikepdf.Stream) else list(look.values())
                todo += [s.get(Name.Resources, Dictionary()) for s in streams]
    while todo:
        resources = todo.pop()
        for font in resources.get(Name.Font, Dictionary()).values():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield font
        for form in resources.get(Name.XObject, Dictionary()).values():
            if form.objgen not in seen and Name.Resources in form:
                seen.add(form.objgen)
                todo.append(form.Resources)


def is_embedded(font: Any) -> bool:
    holder = font.DescendantFonts[0] if font.Subtype == "/Type0" else font
    files = (Name.FontFile, Name.FontFile2, Name.FontFile3)
    return any(name in holder.FontDescriptor for name in files)
