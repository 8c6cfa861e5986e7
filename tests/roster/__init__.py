"""Rosters in and out, tried on small files that the tests make themselves. Everybody in them is invented."""
