"""The demonstration town 清河镇: invented people, made from a seed, loaded as an office would do it.

It exists so that a newcomer sees a working town after the first start, and so that tests and measurements have
people who do not exist: identity numbers on a region never issued (99…), telephones on a prefix nobody uses (100…).
"""

from server.demo.commands import register

__all__ = ["register"]
