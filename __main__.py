"""`python -m afspraak`: the same as the console command."""

from .tui.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
