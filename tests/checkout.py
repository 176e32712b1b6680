"""The checkout under test, importable as `afspraak` from a folder of any name.

The root of the checkout is the package. This module loads the package from there before any test is
loaded; processes started by tests find it in `IMPORT_ROOT`. An installed `afspraak` is ignored.
"""

from __future__ import annotations

import atexit
import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]
PACKAGE = "afspraak"


def _load() -> ModuleType:
    """Load the package from the root of the checkout."""
    spec = importlib.util.spec_from_file_location(
        PACKAGE, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _named() -> ModuleType:
    """Return the package: the one that the tests were imported from, if any."""
    above, _, _ = __name__.rpartition(".tests.")
    return sys.modules[above] if above else _load()


def _link() -> Path:
    """Create a folder in which the checkout has the name of the package."""
    folder = Path(tempfile.mkdtemp(prefix="afspraak-import-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)  # other users run it as well
    (folder / PACKAGE).symlink_to(ROOT)
    return folder


sys.modules[PACKAGE] = _named()

IMPORT_ROOT = _link()
"""The PYTHONPATH of a process that imports `afspraak`."""
