"""DXF drawings written by hand, group code by group code."""


def dxf(*entities: str, units: int | None = None, blocks: str = "") -> bytes:
    """A small R12 drawing."""
    header = f"9\n$INSUNITS\n70\n{units}\n" if units is not None else ""
    return (
        f"0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1009\n{header}0\nENDSEC\n"
        f"0\nSECTION\n2\nBLOCKS\n{blocks}0\nENDSEC\n"
        f"0\nSECTION\n2\nENTITIES\n{''.join(entities)}0\nENDSEC\n0\nEOF\n"
    ).encode()


def line(x1, y1, x2, y2, layer="WALL") -> str:
    return f"0\nLINE\n8\n{layer}\n10\n{x1}\n20\n{y1}\n30\n0\n11\n{x2}\n21\n{y2}\n31\n0\n"


def arc(x, y, radius, start, end, layer="DOOR") -> str:
    return f"0\nARC\n8\n{layer}\n10\n{x}\n20\n{y}\n30\n0\n40\n{radius}\n50\n{start}\n51\n{end}\n"


def ring(points, layer="OUTLINE") -> str:
    text = f"0\nPOLYLINE\n8\n{layer}\n66\n1\n70\n1\n"
    for x, y in points:
        text += f"0\nVERTEX\n8\n{layer}\n10\n{x}\n20\n{y}\n30\n0\n"
    return text + "0\nSEQEND\n"


def words(x, y, text, layer="TEXT") -> str:
    return f"0\nTEXT\n8\n{layer}\n10\n{x}\n20\n{y}\n30\n0\n40\n100\n1\n{text}\n"


def insert(name, x=0, y=0, columns=1, rows=1, apart=1) -> str:
    grid = f"70\n{columns}\n71\n{rows}\n44\n{apart}\n45\n{apart}\n"
    return f"0\nINSERT\n8\n0\n2\n{name}\n10\n{x}\n20\n{y}\n30\n0\n{grid}"


def block(name, *entities: str) -> str:
    head = f"0\nBLOCK\n8\n0\n2\n{name}\n70\n0\n10\n0\n20\n0\n30\n0\n"
    return f"{head}{''.join(entities)}0\nENDBLK\n8\n0\n"


def room(width, depth, wall, scale=1.0, layer="WALL") -> list[str]:
    """Inner and outer faces of a rectangular room, lower left inner corner at the origin."""
    w, d, t = width * scale, depth * scale, wall * scale
    inner = [(0, 0), (w, 0), (w, d), (0, d)]
    outer = [(-t, -t), (w + t, -t), (w + t, d + t), (-t, d + t)]
    return [
        line(*a, *b, layer)
        for corners in (inner, outer)
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
