"""A build hook for what pyproject.toml cannot express: the repository root is the package."""

from __future__ import annotations

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "afspraak"
ROOT_MODULES = ("__init__.py", "__main__.py", "py.typed")


class RootPackage(BuildHookInterface):  # type: ignore[misc] # seen as untyped
    """Add the root's own modules to a wheel, or a path entry to an editable install."""

    def initialize(self, version: str, build_data: dict[str, dict[str, str]]) -> None:
        """Prepare a build. An editable install gets a link that has the name of the package."""
        if version != "editable":
            build_data["force_include"] |= {name: f"{PACKAGE}/{name}" for name in ROOT_MODULES}
            return
        link = Path(self.root, "build", "editable", PACKAGE)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(self.root)
