"""Prints a QR code into the terminal: `python -m devtools.inside.qr TEXT`."""

import sys

import segno

if __name__ == "__main__":
    segno.make(sys.argv[1], error="l").terminal(compact=True)
