"""People who seem to be one, across the whole township: found, looked at side by side, joined or told apart.

For the office alone: a phone is never told that a number exists elsewhere.
"""
