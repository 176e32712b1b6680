"""Files readable by others are reported with mode, count and names."""

from __future__ import annotations

from pathlib import Path

from afspraak.data.privacy.permissions import permission_warnings


def test_readable_files_are_reported_with_mode_count_and_names(tmp_path: Path) -> None:
    folder = tmp_path / "nb"
    folder.mkdir()
    for name, mode in (("d.json", 0o644), ("a.json", 0o640), ("b.json~", 0o604), ("c.json", 0o600),
                       ("e.json", 0o602), ("f.md", 0o644)):  # fmt: skip
        (folder / name).touch()
        (folder / name).chmod(mode)
    (folder / "g.json").symlink_to("d.json")
    folder.chmod(0o755)
    unless = "If that is not meant: chmod"
    assert [str(one) for one in permission_warnings(folder)] == [
        f"Others on this machine can look into {folder} (mode 0755). {unless} 700",
        f"Others can read 4 of the files in it: a.json, b.json~, d.json. {unless} 600",
    ]
    folder.chmod(0o744)
    assert len(permission_warnings(folder)) == 1, "nobody comes in to read a file"
    folder.chmod(0o700)
    assert permission_warnings(folder) == [] == permission_warnings(tmp_path / "none")
