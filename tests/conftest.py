"""How property tests run: the same examples everywhere, and no stopwatch.

`HYPOTHESIS_PROFILE=search` looks for new examples.
"""

import os

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))
