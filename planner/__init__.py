"""Plan and audit the visual merchandising of a service hall.

Read the package from the bottom up; each room may use only the rooms below it:

    app · cli                 what people touch
    editor                    drawing a hall
    report · store            what leaves and remembers an audit
    exchange                  plans from and to other formats
    audit                     one layout judged by rule packs
    rules                     guidelines: data in packs/, measures in checks/
    study                     a layout and its analyses, each computed once
    light                     how bright it is
    drawing                   plan and elevation as SVG
    catalog                   the kinds of fixture that can be placed
    model                     the hall: walls, openings, zones, fixtures
    geometry                  points, polygons, angles; knows no hall
    i18n · units · errors     words, numbers with units, what can go wrong

Lengths are metres, angles degrees counter-clockwise from +x, z points up.
"""

__version__ = "0.1.0"
