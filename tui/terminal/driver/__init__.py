"""A driver for Textual that sends only the cells that changed.

Textual's compositor repaints regions: for one typed letter it writes the whole widget, with the
style of every piece spelled out: kilobytes, which take long on a slow or distant line. `CellDriver`
stands between the compositor and the terminal and knows what the terminal shows, so it sends only
the difference:

    class MyApp(App):
        def __init__(self) -> None:
            super().__init__(driver_class=CellDriver)

Output, from the compositor to the terminal:

- `screen/frame_parser` parses what the compositor writes, and draws it into a `screen/grid` of
  characters, which `screen/cells` splits, and styles, which `screen/style` parses;
- `screen/screen_diff` finds the cells that changed and collects the bytes for them, moving the
  cursor by the shortest `screen/cursor_motion`;
- `screen/screen_model` holds what the terminal shows and what it should show;
- `screen/encoding` asks the terminal whether it decodes UTF-8, and `screen/substitutes` has ASCII
  for what it cannot draw;
- `flow_control` counts the bytes under way: if the line cannot keep up, frames are skipped, and the
  next one sent is the difference to the newest;
- `output` writes to the terminal without blocking the event loop;
- `modes` records the terminal modes that were changed, and `guardian` undoes them after a crash;
- `driver` is the driver itself, a subclass of `input/reader`, which is Textual's driver for Linux
  and macOS with our way of reading.

Input, from the terminal to the application:

- `input/tokenizer` splits bytes, cut anywhere, into text, control sequences and pastes;
- `input/interpreter` makes Textual's messages of them, with `input/keyboard` for the keys;
- `input/queries` holds the queries that the terminal has not answered yet. Whoever sends one
  records it there (`TerminalReader.queries`, or `TerminalReader.ask`); the terminal is restored
  when it has answered them.

Besides sending less: the terminal cursor can be the caret (an app says when by a property
`terminal_caret`), a terminal that does not read does not block the application, and a control
character that got into a cell is drawn as a visible mark. The driver knows nothing of the
application around it.
"""

from .driver import CellDriver
from .input.reader import TerminalReader

__all__ = ["CellDriver", "TerminalReader"]
