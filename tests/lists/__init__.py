"""Lists out: columns, saved views, tables, templates."""
