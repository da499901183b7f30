"""How numbers are written in the current language."""

from __future__ import annotations

from collections.abc import Sequence

from stylo.wording.language import current, decimal, number, say


def grouped(value: int) -> str:
    """A whole number with its thousands apart: 1,234, or 1.234 in German."""
    return f"{value:,}".replace(",", ".") if current() == "de" else f"{value:,}"


def signed(value: float, digits: int = 2) -> str:
    """A number with its sign: +0.25, or +0,25 in German; a dash where it is missing."""
    return number(value, digits) if value != value else decimal(f"{value:+.{digits}f}")


def significant(value: float, digits: int = 3) -> str:
    """A number with so many significant digits, without noughts at its end."""
    return decimal(f"{value:.{digits}g}")


_FINE = {"ratio, 0 to 1": 3}


def value(found: float, unit: str = "") -> str:
    """A value as it is quoted: no more digits than a text of some hundred words can bear."""
    if found == 0:
        return "0"
    return number(found, _FINE.get(unit, 2 if abs(found) < 10 else 1 if abs(found) < 100 else 0))


def listed(items: Sequence[str]) -> str:
    """Items in a row: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return say("{first} and {last}", first=", ".join(items[:-1]), last=items[-1])
