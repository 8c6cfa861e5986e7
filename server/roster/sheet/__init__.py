"""A file of any kind becomes rows of cells under a header: what it is, where people stand, what its columns mean."""
