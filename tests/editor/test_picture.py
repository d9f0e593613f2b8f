"""A page of a PDF to trace."""

import base64
import io

import pypdfium2
import pytest
from PIL import Image

from planner.editor.picture import LONGEST, page_picture
from planner.errors import PlanError


def pdf(width, height):
    document = pypdfium2.PdfDocument.new()
    document.new_page(width, height)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_page_becomes_a_picture_of_its_own_shape():
    href, ratio = page_picture(pdf(842, 595))  # A4 lying, in points
    head, _, body = href.partition(",")
    assert head == "data:image/jpeg;base64"
    image = Image.open(io.BytesIO(base64.b64decode(body)))
    assert max(image.size) == LONGEST
    assert ratio == pytest.approx(842 / 595, rel=1e-3)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7 broken"])
def test_what_is_no_pdf_is_refused_with_a_sentence(data):
    with pytest.raises(PlanError) as caught:
        page_picture(data)
    assert caught.value.problems[0].code == "editor.no-pdf"


def test_a_page_that_is_not_there_is_refused():
    with pytest.raises(PlanError):
        page_picture(pdf(100, 100), 3)
