"""The program: the console command, and `python -m afspraak`."""


def main() -> int:
    """Run `afspraak` and return the exit status, 130 for Ctrl+C while it is still being loaded."""
    try:
        from .tui.cli.main import main as run  # it takes longer than a key press

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
