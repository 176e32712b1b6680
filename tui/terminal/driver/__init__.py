"""A driver for Textual that sends a terminal no more than the cells that changed.

Textual's compositor repaints regions: for one typed letter it writes the whole widget, with the
style of every piece spelled out, which is kilobytes. On the machine itself nobody notices; behind a
slow or far line everybody does. `CellDriver` stands between the compositor and the terminal and
knows what the terminal shows, so it can send the difference only:

    class MyApp(App):
        def __init__(self) -> None:
            super().__init__(driver_class=CellDriver)

From the compositor to the line, a file each:

- `frames` reads what the compositor writes, and draws it into
- `grid`, the cells as they should be, whose characters `characters` takes apart and whose styles
  `pens` understands;
- `difference` finds what changed since the terminal was last told, and says it in few bytes, with
  the shortest `moves`;
- `picture` holds both grids, and the terminal's cursor, pen and caret;
- `pace` knows how much is still on its way: when the line cannot keep up, frames are skipped, and
  what is sent next is the difference to the newest;
- `encoding` asks the terminal whether it decodes UTF-8, and `substitutes` has look-alikes in ASCII;
- `modes` counts what was changed in the terminal, and `guardian` undoes it after a crash;
- `line` takes bytes without ever making the event loop wait for the terminal;
- `driver` is the driver itself, on top of
- `reading`, which is Textual's own for Linux and macOS, but for what comes in.

From the terminal to the application:

- `tokenizer` puts together, from bytes that are cut anywhere, text, control sequences and pastes;
- `interpreter` says what each means to Textual, with `keyboard` for the keys;
- `queries` are the questions that the terminal has not answered yet: who asks one records it there
  (`Reading.queries`, or `Reading.ask`), and the terminal is given back when it has answered them.

What it does beyond sending less: the terminal's own cursor can be the caret (an app says when by a
property `terminal_caret`), a terminal that does not read does not stop the application, and a
control character that got into a cell is drawn as a visible mark. It knows nothing of the
application around it.
"""

from .driver import CellDriver
from .input.reader import TerminalReader

__all__ = ["CellDriver", "TerminalReader"]
