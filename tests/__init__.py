"""The tests. The checkout that they lie in is `afspraak` to them, whatever its folder is called."""

from . import checkout as checkout
