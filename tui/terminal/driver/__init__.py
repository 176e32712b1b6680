"""A driver for Textual that sends only the cells that changed.

Textual's compositor repaints regions: for one typed letter it writes the whole widget with all
styles. These are kilobytes, which take long on a slow or distant line. `CellDriver` is between the
compositor and the terminal; it records the cells that the terminal shows, and sends only the
difference:

    from .driver import CellDriver

    class MyApp(App):
        def __init__(self) -> None:
            super().__init__(driver_class=CellDriver)

Output, from the compositor to the terminal:

- `screen/frame_parser` parses the compositor's output, and draws it into a `screen/grid` of
  characters, which `screen/cells` splits, and styles, which `screen/style` parses;
- `screen/screen_diff` finds the cells that changed and collects the bytes for them, moving the
  cursor by the shortest `screen/cursor_motion`;
- `screen/screen_model` holds the shown grid of the terminal and the wanted one;
- `screen/encoding` asks the terminal whether it decodes UTF-8, and `screen/substitutes` has ASCII
  for characters that it cannot draw;
- `flow_control` counts the bytes under way: if the line cannot keep up, frames are skipped, and the
  next one sent is the difference to the newest;
- `output` writes to the terminal without blocking the event loop;
- `modes` records the terminal modes that were changed, and `guardian` undoes them after a crash;
- `driver` is the driver itself, a subclass of `input/reader`, which is Textual's driver for Linux
  and macOS with our way of reading.

Input, from the terminal to the application:

- `input/tokenizer` splits bytes, cut anywhere, into text, control sequences and pastes;
- `input/interpreter` makes Textual's messages of them, with `input/keyboard` for the keys;
- `input/queries` holds the queries that the terminal has not answered yet. The sender of a query
  records it there (`TerminalReader.queries`, or `TerminalReader.ask`); the terminal is restored
  when it has answered them.

Importing Textual takes longer than drawing a first picture without it: `early_terminal` takes the
terminal before, keeps what is typed, and hands all over to the driver.

Besides: the terminal cursor can be the caret (if the app has a property `terminal_caret` that is
true), a terminal that does not read does not block the application, and a control character in a
cell is drawn as a visible mark. The driver does not depend on the application.
"""
