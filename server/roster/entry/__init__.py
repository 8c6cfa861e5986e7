"""A file on its way in: parsed once, checked in parts, laid out, and committed portion by portion."""
