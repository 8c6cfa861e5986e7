"""The pure engine of Ruhu: what an edit is, how edits merge, and what counts as a conflict.

It stands apart from the server so that merging is one deterministic thing that can be proved: it imports the standard
library and itself only, reads no clock, draws no random number and does no I/O. Times and ids are arguments.
"""
