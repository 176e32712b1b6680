"""The tests. They import the checkout that contains them as `afspraak`, under any folder name."""

from . import checkout as checkout
