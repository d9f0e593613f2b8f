"""A page of a PDF as a picture to trace."""

import base64
import io

import pypdfium2

from planner.errors import PlanError, Problem

LONGEST = 2400  # pixels of the longer side
LARGEST = 40_000_000  # bytes of a file


def page_picture(data: bytes, number: int = 0) -> tuple[str, float]:
    """A page as a data address of a JPEG, and its width over its height.

    Raises
    ------
    PlanError
        If the file is no PDF that can be read, or has no such page.
    """
    if len(data) > LARGEST:
        raise _unreadable(f"{len(data) // 1_000_000} MB")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(str(error)) from error
    try:
        if not 0 <= number < len(document):
            raise _unreadable(f"page {number + 1} of {len(document)}")
        page = document[number]
        scale = LONGEST / max(page.get_size())
        image = page.render(scale=scale).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise _unreadable(str(error)) from error
    finally:
        document.close()
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    text = base64.b64encode(out.getvalue()).decode("ascii")
    return f"data:image/jpeg;base64,{text}", image.width / image.height


def _unreadable(reason: str) -> PlanError:
    return PlanError(reason, problems=(Problem("editor.no-pdf", values={"found": reason}),))
