"""What is left when a list is in: rows that stayed out or without a grid, differences, absent people."""
