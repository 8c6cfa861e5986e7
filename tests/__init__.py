"""All tests; each folder is named after the part that it tests."""
