"""What the parser of workbooks says when it fails becomes what a file is told to be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from python_calamine import CalamineError, PasswordError

from server.roster.problems import FileCode, Unreadable

_PANICS = "pyo3_runtime"  # the parser's own assertions: exceptions that are no `Exception`


@contextmanager
def parsing() -> Iterator[None]:
    """Raise Unreadable where the parser gives up, in whatever way it does."""
    try:
        yield
    except PasswordError as error:
        raise Unreadable(FileCode.PASSWORD) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(FileCode.BROKEN) from error
    except BaseException as error:
        if type(error).__module__ != _PANICS:
            raise
        raise Unreadable(FileCode.BROKEN) from error
