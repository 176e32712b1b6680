"""Pure drawing: values and a width in, cells with roles out. No widget, no Textual."""
