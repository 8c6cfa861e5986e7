"""Tests of the rules: vectors, limits, both languages against each other."""
