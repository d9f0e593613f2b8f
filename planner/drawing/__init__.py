"""Plan and wall elevations as SVG, from one display list."""
