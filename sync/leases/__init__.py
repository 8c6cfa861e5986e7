"""The numbered places of one session: who holds which ticket, decided in one place and by nothing but arguments.

It stands apart from the server so that "overbooking is impossible" can be shown by trying every order of events. A
ticket is free, leased to one phone, given to one appointment, or frozen after a restored backup, never two of these.
"""
