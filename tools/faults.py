"""What hostile input costs: ``python -m tools.faults [inputs|growth] [--only NAME]``, or ``make faults`` for all of it.

``inputs`` gives files that mean harm to the command line, each in a process of bounded memory and time, and prints what was
tried, what came back and how long that took. ``growth`` measures texts of fifteen shapes at growing lengths, and prints by
which power of the length the time of the processor grows: 1 is what every step should keep to. Nothing is asserted; tests do
that.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import math
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, product
from pathlib import Path
from typing import Any

import stylo
from stylo.corpus.parts import pipeline
from stylo.families.registry import marked
from stylo.reports import report

GIGABYTES, SECONDS = 3, 60  # of addresses, of which Python and its libraries take one and a half before they begin; of time
SIZES, SIZES_OF_REPORT = (8_000, 32_000), (2_000, 8_000)  # words; a report draws all its figures, which takes seconds
LONGEST = 60.0  # seconds of a step, after which no longer text is tried
NOTHING = 0.05  # seconds, of which no power can be told
ENOUGH, ATTEMPTS = 1.0, 3  # seconds after which nothing is measured again, and how often at most
TEXT = "Der alte Kauz schweigt, aber der junge ruft."
COMMAND = "from stylo.cli.commands import main; main()"


# --- files that mean harm ---------------------------------------------------------------------------------------------------

Make = Callable[[Path], list[str]]
"""Writes what is to be tried into a folder and gives the arguments of the command."""


def _file(name: str, piece: bytes, times: int = 1, head: bytes = b"", tail: bytes = b"") -> Make:
    """One file, in which a piece stands so many times."""

    def make(folder: Path) -> list[str]:
        with (folder / name).open("wb") as file:
            file.write(head)
            for _ in range(times):
                file.write(piece)
            file.write(tail)
        return ["profile", name]

    return make


def _archive(name: str, parts: dict[str, bytes]) -> Make:
    def make(folder: Path) -> list[str]:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, data in parts.items():
                archive.writestr(part, data)
        return ["profile", name]

    return make


def _bomb(folder: Path) -> list[str]:
    with gzip.open(folder / "a.txt.gz", "wb") as file:
        for _ in range(500):
            file.write(b"a" * 1_000_000)
    return ["profile", "a.txt.gz"]


def _pipe(folder: Path) -> list[str]:
    os.mkfifo(folder / "a.txt")
    return ["profile", "a.txt"]


def _loops(folder: Path) -> list[str]:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    for number in range(5):
        (folder / f"kreis{number}").symlink_to(folder)
    return ["profile", "**/*.txt"]


def _own(*arguments: str) -> Make:
    def make(folder: Path) -> list[str]:
        (folder / "a.txt").write_text(TEXT, encoding="utf-8")
        return list(arguments)

    return make


def _with(make: Make, *options: str) -> Make:
    return lambda folder: [*make(folder), *options]


BOOK = (
    "<package xmlns='http://www.idpf.org/2007/opf'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>a</dc:title>"
    "</metadata><manifest>{}</manifest><spine>{}</spine></package>"
)
CONTAINER = (
    b"<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles><rootfile full-path='b.opf' "
    b"media-type='application/oebps-package+xml'/></rootfiles></container>"
)


def _book(items: int, refs: int, chapter: bytes) -> Make:
    manifest = "".join(f"<item id='c{n}' href='c.xhtml' media-type='application/xhtml+xml'/>" for n in range(items))
    spine = "".join(f"<itemref idref='c{n % items}'/>" for n in range(refs))
    parts = {"META-INF/container.xml": CONTAINER, "b.opf": BOOK.format(manifest, spine).encode(), "c.xhtml": chapter}
    return _archive("a.epub", parts)


def _pages(folder: Path) -> list[str]:
    """A PDF that names one page 3,000 times."""
    text = b"BT /F1 9 Tf 20 20 Td " + b"(Der alte Kauz schweigt.) Tj " * 600 + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 3000 /Kids [" + b"3 0 R " * 3000 + b"] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    (folder / "a.pdf").write_bytes(pdf_of(objects))
    return ["profile", "a.pdf"]


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return data + end % (len(objects) + 1, table, len(objects) + 1, len(data))


ATTRIBUTES = b"<html><body><p " + b"".join(b"a%d='1' " % n for n in range(500_000)) + b">Der Kauz.</p></body></html>"
INPUTS: dict[str, Make] = {
    "a device without an end": _own("profile", "/dev/zero"),
    "a device of chance": _own("report", "/dev/urandom"),
    "a pipe that nobody writes to": _pipe,
    "links that lead round": _loops,
    "a line of 300 MB": _file("a.txt", b"a" * 1_000_000, 300),
    "a cell of 300 MB": _file("a.csv", b"a" * 1_000_000, 300, b'text\n"', b'"\n'),
    "a quote that is never closed": _file("a.csv", b"Der Kauz. " * 100_000, 30, b'text\n"'),
    "an object of JSON of 100 MB": _file("a.jsonl", b"a" * 1_000_000, 100, b'{"text": "', b'"}'),
    "JSON in a hundred thousand lists": _file("a.json", b"[" * 100_000),
    "500 MB in a gzip of 500 kB": _bomb,
    "a header of gzip of 80 MB": _file("a.gz", b"a" * 1_000_000, 80, b"\x1f\x8b\x08\x08\0\0\0\0\0\x03"),
    "a chapter named 2,000 times": _book(1, 2000, b"<p>" + TEXT.encode() * 3_000 + b"</p>"),
    "2,000 chapters that are one": _book(2000, 2000, b"<p>" + TEXT.encode() * 3_000 + b"</p>"),
    "500,000 attributes": _book(1, 1, ATTRIBUTES),
    "500,000 attributes in HTML": _file("a.html", ATTRIBUTES),
    "10 million tags": _file("a.html", b"<p>" * 10_000, 1000),
    "a page named 3,000 times": _pages,
    "four parts of 45 MB in a Word file": _archive("a.docx", {f"word/header{n}.xml": b"<w/>" * 11_000_000 for n in range(4)}),
    "a million marks over a letter": _file("a.txt", "\u0301\u0323".encode(), 500_000, b"Der Kauz a"),
    "a million quotations never closed": _with(_file("a.txt", "„".encode(), 1_000_000, b"Kauz. "), "--quotations", "drop"),
    "20,000 columns": _file("a.jsonl", b"", 0, tail=b"".join(b'{"text": "Der Kauz.", "s%d": 1}\n' % n for n in range(20_000))),
    "an encoding that is none": _own("profile", "a.txt", "-o", "out.csv", "--encoding", "nope"),
    "its own input as target": _own("report", "a.txt", "-o", "a.txt", "--force"),
    "halves of characters": _file("a.jsonl", json.dumps({"id": "\ud800", "text": "\ud800"}).encode()),
    "a screen that is full": _own("profile", "a.txt"),
}


def try_inputs(only: str | None) -> Iterator[tuple[str, str, str]]:
    """What was tried, what came back (status, and the last thing that was said), and the seconds."""
    for name, make in INPUTS.items():
        if only is not None and only not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            arguments = make(Path(folder))
            began = time.monotonic()
            came = _come_back(arguments, Path(folder), full=name == "a screen that is full")
            yield name, came, f"{time.monotonic() - began:.1f}"


def _come_back(arguments: Sequence[str], folder: Path, full: bool) -> str:
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({GIGABYTES} << 30,) * 2); "
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    with open("/dev/full" if full else os.devnull, "wb") as screen:
        try:
            made = subprocess.run(
                [sys.executable, "-c", limited + COMMAND, *arguments],
                cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=screen, stderr=subprocess.PIPE, timeout=SECONDS,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"nothing within {SECONDS} seconds"
    said = made.stderr.decode("utf-8", "replace")
    last = said.strip().splitlines()[-1:] or ["a table"]
    return f"{'TRACEBACK ' if 'Traceback' in said else ''}{made.returncode}: {last[0][:90]}"


# --- texts whose time might grow ---------------------------------------------------------------------------------------------


def _different(words: int) -> str:
    """Words that are all different."""
    letters = "bdfgklmnprst"
    syllables = ["".join(pair) for pair in product(letters, "aeiou")]
    made = ("".join(each) for each in product(syllables, repeat=3))
    return " ".join(f"{next(made)}e" if n % 4 else f"{next(made).title()}" for n in range(words))


SHAPES: dict[str, Callable[[int], str]] = {
    "prose": lambda n: "Der alte Kauz schweigt, aber der junge ruft laut. " * (n // 8),
    "prose without stops": lambda n: "der alte Kauz schweigt und der junge ruft laut " * (n // 9),
    "statt": lambda n: "statt " * n,
    "ruft an": lambda n: "ruft an " * (n // 2),
    "wird werden": lambda n: "wird werden " * (n // 2),
    "ab": lambda n: "ab " * n,
    "und": lambda n: "und " * n,
    "weder noch": lambda n: "weder noch " * (n // 2),
    "Vor- und": lambda n: "Vor- und " * (n // 2),
    "zu gehen": lambda n: "zu gehen " * (n // 2),
    "größer als": lambda n: "größer als " * (n // 2),
    "Wort: Er": lambda n: "Wort: Er " * (n // 2),
    "adjectives": lambda n: "schöne " * n,
    "brackets": lambda n: "( " * n,
    "words all different": _different,
}


def steps() -> dict[str, Callable[[Any], object]]:
    """What is measured of a document, each anew: nothing is remembered from one to the next."""
    return {
        **marked(),
        "profile": stylo.profile,
        "show": lambda doc: stylo.show(doc)._repr_html_(),
        "report": lambda doc: report([doc], "film_review", "en"),
    }


def growth(only: str | None) -> Iterator[tuple[str, ...]]:
    """For each shape the power of its length by which the time of each step grows, and the seconds for the longest."""
    nlp, measured = pipeline(None, False), steps()
    for step in measured.values():
        step(nlp(SHAPES["prose"](500)))  # what is loaded once is not measured
    yield ("shape", "nlp", *measured)
    for shape, text_of in SHAPES.items():
        if only is None or only == shape:
            texts = {size: text_of(size) for size in sorted({*SIZES, *SIZES_OF_REPORT})}
            docs: dict[int, Any] = {}
            made = _power({size: partial(_keep, docs, size, nlp, text) for size, text in texts.items()})
            cells = [made]
            for name, step in measured.items():
                sizes = SIZES_OF_REPORT if name == "report" else SIZES
                cells.append(_power({size: partial(step, docs[size]) for size in sizes if size in docs}))
            yield (shape, *cells)


def _keep(docs: dict[int, Any], size: int, nlp: Callable[[str], object], text: str) -> None:
    docs[size] = nlp(text)


def _time(make: Callable[[], object]) -> float:
    """Seconds of the processor, the least of some attempts where one takes little: whatever else goes on adds to them.

    Without Python's collection of garbage, which takes its time by all that is in memory.
    """
    found: list[float] = []
    gc.collect()
    gc.disable()
    try:
        while sum(found) < ENOUGH and len(found) < ATTEMPTS:
            began = time.process_time()
            make()
            found.append(time.process_time() - began)
    finally:
        gc.enable()
    return min(found)


def _power(given: Mapping[int, Callable[[], object]]) -> str:
    """The power between the two longest of some sizes, and the seconds for the longest; none where both take next to none."""
    seconds: dict[int, float] = {}
    for size, make in given.items():
        seconds[size] = _time(make)
        if seconds[size] > LONGEST:
            break
    (shorter, less), (longer, more) = [*[(1, NOTHING)] * 2, *seconds.items()][-2:]
    power = math.log(max(more, NOTHING) / max(less, NOTHING)) / math.log(longer / shorter)
    return f"{power:.2f} ({more:.1f} s)" if more > NOTHING else "-"


def _print(rows: Iterator[tuple[str, ...]]) -> None:
    for row in rows:
        print("  ".join(f"{cell:<{max(18, 36 if not number else 0)}}" for number, cell in enumerate(row)).rstrip(), flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tools.faults", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("inputs", "growth", "all"), default="all")
    parser.add_argument("--only", metavar="NAME", help="one shape of text, by its name, or inputs with these words in theirs")
    options = parser.parse_args()
    if options.what in {"inputs", "all"}:
        _print(chain([("tried", "came back", "seconds")], try_inputs(options.only)))
    if options.what in {"growth", "all"}:
        _print(growth(options.only))


if __name__ == "__main__":
    main()
