"""How bright it is: photometry, direct and reflected light, readings."""
