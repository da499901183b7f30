"""HanTa's German tables from its own file to ``models/hanta/tables.npz``: ``python -m tools.convert_hanta``, `make hanta`.

HanTa ships them as a pickle. It is read here alone, once for a version of HanTa: from the installed package, after its checksum
has been compared, and as a description of plain values; nothing that it names is imported or called. The same file gives the
same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import pickletools
import struct
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import HanTa
import numpy as np
from HanTa.HanoverTagger import HanoverTagger

from stylo.pipeline.hanta_tables import AS_THEY_ARE, FIELDS, KEYED_BY_NUMBER, NESTED, TABLES, Array

FILE = Path(HanTa.__file__).parent / "morphmodel_ger.pgz"
SHA256 = "d0a23caa212663fe7715e18e937074287f80b9e3bab64ccebc12a81e0094db23"
"""Of ``morphmodel_ger.pgz`` in HanTa 1.2.1."""

TYPE, NUMBER, FLOAT64 = "numpy.dtype", "numpy._core.multiarray.scalar", "f8"
EMPTY: dict[str, Callable[[], Any]] = {
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_LIST": list,
    "EMPTY_DICT": dict,
    "EMPTY_SET": set,
}

Rows = Mapping[Any, Collection[tuple[Any, float]]]


class NotHantas(ValueError):
    """The file is not the one whose content is known."""


def read_original(path: Path = FILE) -> dict[str, Any]:
    """HanTa's tables by their names, as its own file has them. Raises OSError, and NotHantas before anything is unpacked."""
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise NotHantas(f"{path} is not the German model of HanTa 1.2.1: its SHA-256 is {found}, not {SHA256}.")
    return dict(zip(FIELDS, spell_out(gzip.decompress(data)), strict=True))


def spell_out(data: bytes) -> Any:
    """What a pickle of plain values describes, without Python's own reader, which would call whatever the pickle names.

    Some of HanTa's numbers are NumPy's, so that the file names two functions: what they would make is made here. Raises
    NotHantas for any other name, and for what HanTa's file has no need of.
    """
    stack: list[Any] = []
    memo: dict[Any, Any] = {}
    marks: list[int] = []

    def pop(start: int) -> list[Any]:
        values = stack[start:]
        del stack[start:]
        return values

    for code, given, _ in pickletools.genops(data):
        match code.name:
            case "PROTO" | "FRAME" | "STOP":
                pass
            case "BINFLOAT" | "BININT" | "BININT1" | "SHORT_BINUNICODE" | "SHORT_BINBYTES":
                stack.append(given)
            case "NONE" | "NEWTRUE" | "NEWFALSE" | "EMPTY_LIST" | "EMPTY_DICT" | "EMPTY_SET":
                stack.append(EMPTY[code.name]())
            case "MEMOIZE":
                memo[len(memo)] = stack[-1]
            case "BINGET" | "LONG_BINGET":
                stack.append(memo[given])
            case "MARK":
                marks.append(len(stack))
            case "TUPLE2" | "TUPLE3":
                stack.append(tuple(pop(-int(code.name[-1]))))
            case "TUPLE":
                stack.append(tuple(pop(marks.pop())))
            case "APPEND" | "APPENDS":
                values = pop(-1 if code.name == "APPEND" else marks.pop())
                stack[-1].extend(values)
            case "ADDITEMS":
                values = pop(marks.pop())
                stack[-1].update(values)
            case "SETITEM" | "SETITEMS":
                values = pop(-2 if code.name == "SETITEM" else marks.pop())
                stack[-1].update(zip(values[::2], values[1::2], strict=True))
            case "STACK_GLOBAL":
                stack.append(_known(".".join(pop(-2))))
            case "REDUCE":
                stack.append(_made(*pop(-2)))
            case "BUILD":
                if stack[-2] != FLOAT64 or pop(-1)[0][1] != "<":
                    raise NotHantas("HanTa's numbers are float64, the lowest byte first.")
            case _:
                raise NotHantas(f"HanTa's tables need no {code.name}.")
    return stack.pop()


def _known(name: str) -> str:
    if name not in (TYPE, NUMBER):
        raise NotHantas(f"HanTa's tables need no {name}.")
    return name


def _made(name: str, given: tuple[Any, ...]) -> Any:
    """What NumPy would make of what the pickle hands to one of its functions: a type, or a number of that type."""
    if given[0] != FLOAT64:
        raise NotHantas(f"HanTa's tables have no numbers of the type {given[0]!r}.")
    return FLOAT64 if name == TYPE else struct.unpack("<d", given[1])[0]


def convert(tables: Mapping[str, Any]) -> dict[str, Array]:
    """The arrays from which `stylo.pipeline.hanta_tables.read_tables` makes the same tables."""
    reachability = HanoverTagger("", [tables[name] for name in FIELDS]).reachability
    small = {**tables, "reachability": {tag: sorted(kinds) for tag, kinds in reachability.items()}}
    text = {name: small[name] for name in (*AS_THEY_ARE, *KEYED_BY_NUMBER)}
    large: dict[str, Rows] = {name: {key: row.items() for key, row in tables[name].items()} for name in NESTED}
    large["LP_len_t"] = {key: list(enumerate(row)) for key, row in tables["LP_len_t"].items()}
    lexicon = {word: tuple(analyses) for word, analyses in tables["cache"].items()}
    row_of = {row: number for number, row in enumerate(dict.fromkeys(lexicon.values()))}
    large["cache"] = {number: row for row, number in row_of.items()}
    text["words"] = _lines(list(lexicon))
    for name, table in large.items():
        inner = [key for row in table.values() for key, _ in row]
        text[name] = {"keys": list(table), "sizes": list(map(len, table.values())), "inner": _lines(inner)}
    transitions = tables["LP_trans_word"]
    text["LP_trans_word"] = {"keys": list(transitions), "inner": list(next(iter(transitions.values())))}  # the same in each row
    values = {name: [value for row in table.values() for _, value in row] for name, table in large.items()}
    values["LP_trans_word"] = [value for row in transitions.values() for value in row.values()]
    numbers, places = np.unique(np.array(list(chain.from_iterable(values.values())), dtype="<f8"), return_inverse=True)
    arrays = dict(zip(values, np.split(places.astype("<u2"), np.cumsum(list(map(len, values.values())))[:-1]), strict=True))
    arrays["words"] = np.array(list(map(row_of.__getitem__, lexicon.values())), dtype="<u2")
    encoded = json.dumps(text, ensure_ascii=False, separators=(",", ":"), default=sorted).encode()  # a set becomes a list
    return {"numbers": numbers, "text": np.frombuffer(encoded, dtype="u1"), **arrays}


def _lines(keys: list[Any]) -> str | list[Any]:
    """Words as one string, a word a line; anything else as it is."""
    return "\n".join(keys) if isinstance(keys[0], str) else keys


def main(arguments: Sequence[str] | None = None) -> int:
    """Convert the file of the installed HanTa, or another copy of it; 1 with a sentence where it cannot be done."""
    parser = argparse.ArgumentParser(prog="tools.convert_hanta", description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, default=FILE, help="HanTa's morphmodel_ger.pgz")
    parser.add_argument("-o", "--output", type=Path, default=TABLES, help="the file to write")
    options = parser.parse_args(arguments)
    try:
        arrays = convert(read_original(options.file))
    except (OSError, NotHantas) as error:
        print(f"tools.convert_hanta: {error}", file=sys.stderr)
        return 1
    with options.output.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return 0


if __name__ == "__main__":
    sys.exit(main())
