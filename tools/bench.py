"""How fast it is here: ``python -m tools.bench [TABLE] [--documents N]``, part of ``make bench``.

All that is compared runs side by side, in one run and on the same documents, so that the ratios hold on other machines too.
Each round gives a few documents to one tool after the other; what is counted is the time of the processor (of the wall clock
where there are several processes). Nothing is asserted: each target stands beside what was reached.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple

import click
import spacy
from spacy.tokens import Doc

import stylo
from stylo.corpus.fingerprint import pieces_version
from stylo.corpus.interrupts import note_interrupts
from stylo.corpus.parts import Options, make_pieces
from stylo.corpus.workers import worker_pool
from stylo.reading.records import Document

TABLE = Path("../shared/corpora/film_reviews.tsv")
ROUND = 32  # documents
FIRST = "Der Film ist leise, aber die Bilder sind laut."
GROWTH = (1, 4, 16)
GROWTH_RUNS = 3  # of which the fastest counts
GROWN = 80  # documents at most that are measured again and again
LONGEST = 900_000  # characters; spaCy's tokenizer takes a million
IMPORTS = ("import spacy, pandas", "import stylo")
IMPORT_RUNS = 5
PARTS, AGAIN = 10, 3  # into which the documents are divided for the workers, and how often they measure them in a turn
TURNS_BEFORE, TURNS = 2, 5  # of one and of two workers, before the clock counts and after
PIPELINE, MEASURES, HANTA = "stylo: pipeline", "stylo: pipeline and all measures", "HanTa"


class Tool(NamedTuple):
    """What is compared: its name, what it leaves out of what the pipeline with all measures does, and how it is run."""

    name: str
    leaves_out: str
    run: Callable[[Sequence[Doc]], Any]


def tools() -> list[Tool]:
    """The others; each is given the documents as the pipeline has made them and takes their texts or their tokens."""
    return [_hanta(), _textdescriptives(), _textstat(), _somajo()]


def _hanta() -> Tool:
    from stylo.pipeline.hanta_tables import GermanTagger

    tagger = GermanTagger()  # HanTa's own code

    def run(docs: Sequence[Doc]) -> None:
        for sentence in chain.from_iterable(doc.sents for doc in docs):
            tagger.tag_sent([token.text for token in sentence if not token.is_space])

    return Tool(HANTA, "tags and lemmas alone, of tokens and sentences that it is given; no morphology, no measures", run)


def _textdescriptives() -> Tool:
    import_module("textdescriptives")  # it registers its components
    nlp = spacy.blank("de")
    for name in ("sentencizer", "textdescriptives/descriptive_stats", "textdescriptives/readability"):
        nlp.add_pipe(name)

    def run(docs: Sequence[Doc]) -> None:
        for doc in nlp.pipe(doc.text for doc in docs):
            doc._.descriptive_stats, doc._.readability  # noqa: B018  some values are worked out when they are asked for

    return Tool("TextDescriptives", "lengths, syllables and readability alone; no tags, no lemmas, sentences end at . ! ?", run)


def _textstat() -> Tool:
    from stylo.notebook.textstat_check import textstat_values

    return Tool(
        "textstat",
        "syllables and readability alone; no tags, no lemmas, sentences end at . ! ?",
        lambda docs: [textstat_values(doc.text) for doc in docs],
    )


def _somajo() -> Tool:
    tokenizer = import_module("somajo").SoMaJo("de_CMC", split_camel_case=False)

    def run(docs: Sequence[Doc]) -> None:
        for _ in tokenizer.tokenize_text([doc.text for doc in docs]):
            pass

    return Tool("SoMaJo", "tokens and sentences alone; no tags, no lemmas, no measures", run)


# --- side by side -----------------------------------------------------------------------------------------------------------


def side_by_side(texts: Sequence[str]) -> str:
    """The table of speeds: tokens a second (those of the pipeline), and how often that of HanTa."""
    nlp, others = stylo.load(), tools()
    loading = [nlp(FIRST)]
    for run in (stylo.profile, *(tool.run for tool in others)):
        run(loading)  # what is read from files when it is first needed is not counted, of any tool
    gc.collect()
    gc.freeze()  # nor does any tool pay for Python looking through what the others hold in memory
    seconds = dict.fromkeys((PIPELINE, MEASURES, *(tool.name for tool in others)), 0.0)
    tokens = 0
    with click.progressbar(range(0, len(texts), ROUND), label="Side by side", file=sys.stderr) as rounds:
        for first in rounds:
            docs, made = _timed(lambda: list(nlp.pipe(texts[first : first + ROUND])))  # noqa: B023
            _, measured = _timed(lambda: stylo.profile(docs))  # noqa: B023
            tokens += sum(map(len, docs))
            seconds[PIPELINE] += made
            seconds[MEASURES] += made + measured
            for tool in others:
                seconds[tool.name] += _timed(lambda: tool.run(docs))[1]  # noqa: B023
    left_out = {PIPELINE: "the measures", MEASURES: "nothing"} | {tool.name: tool.leaves_out for tool in others}
    lines = [
        f"{len(texts)} documents, {tokens:,} tokens; {ROUND} documents at a time",
        "",
        f"{'':34}{'tokens/s':>9}{'x HanTa':>9}  what it leaves out",
    ]
    for name, spent in seconds.items():
        lines.append(f"{name:34}{tokens / spent:9,.0f}{seconds[HANTA] / spent:9.2f}  {left_out[name]}")
    added = seconds[MEASURES] / seconds[PIPELINE] - 1
    lines += ["", _target("pipeline against HanTa", seconds[HANTA] / seconds[PIPELINE], "times", "at least 2.5")]
    return "\n".join([*lines, _target("what all measures add to the pipeline", 100 * added, "%", "at most 25")])


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def _target(what: str, reached: float, unit: str, wanted: str) -> str:
    return f"{what}: {reached:.2f} {unit} (target: {wanted})"


# --- growth -----------------------------------------------------------------------------------------------------------------


def growth(table: Path, texts: Sequence[str]) -> Iterator[str]:
    """Time and peak memory of processes that measure the same documents once, four and sixteen times, and one long text."""
    few = min(len(texts), GROWN)
    yield f"The first {few} documents measured again and again, one at a time, after a first time that fills the caches:"
    yield from _grown(table, few, "documents", " (target: flat within 15 %)")
    while few > 1 and len("\n".join(texts[:few])) * GROWTH[-1] > LONGEST:
        few -= 1
    yield f"The first {few} documents again and again as one text (its table of tokens and marks has to grow):"
    yield from _grown(table, few, "text", "")


def _grown(table: Path, documents: int, kind: str, wanted: str) -> Iterator[str]:
    runs = [[_child(kind, table, documents, times) for times in GROWTH] for _ in range(GROWTH_RUNS)]
    found = [min(same, key=lambda one: float(one["seconds"])) for same in zip(*runs, strict=True)]
    for times, one in zip(GROWTH, found, strict=True):
        yield f"  {times:2} x: {one['seconds']:8.2f} s  {one['megabytes']:7.0f} MB"
    slower = [100 * (one["seconds"] / times / found[0]["seconds"] - 1) for times, one in zip(GROWTH, found, strict=True)]
    larger = [100 * (one["megabytes"] / found[0]["megabytes"] - 1) for one in found]
    yield "  " + _target("time away from linear", max(slower, key=abs), "%", "within 10 %")
    yield f"  memory away from that at 1 x: {max(larger, key=abs):.2f} %{wanted}"


def _child(kind: str, table: Path, documents: int, times: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tools.bench", str(table), "--documents", str(documents)]
    made = subprocess.run([*command, "--child", kind, "--times", str(times)], check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(made.stdout))


def measure_documents(texts: Sequence[str], times: int) -> dict[str, float]:
    """Seconds for measuring some documents so many times, one at a time, and the peak memory of this process."""
    nlp = stylo.load()

    def measure(stream: Iterable[str]) -> None:
        for text in stream:
            stylo.profile(nlp(text))

    measure(texts)
    return {"seconds": _timed(lambda: measure(chain.from_iterable(repeat(texts, times))))[1], "megabytes": _peak()}


def measure_text(texts: Sequence[str], times: int) -> dict[str, float]:
    """The same for one text made of all of them, so many times over."""
    nlp = stylo.load()
    stylo.profile(nlp("\n".join(texts)))
    text = "\n".join(chain.from_iterable(repeat(texts, times)))
    return {"seconds": _timed(lambda: stylo.profile(nlp(text)))[1], "megabytes": _peak()}


def _peak() -> float:
    """The largest memory that this process has had, in MB."""
    status = Path("/proc/self/status")
    if status.is_file():  # the kernel's other figure, below, begins with the memory of the process that started this one
        return int(re.findall(r"VmHWM:\s*(\d+) kB", status.read_text())[0]) / 1e3
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS counts bytes


# --- start and processes ----------------------------------------------------------------------------------------------------


def imports() -> Iterator[str]:
    """How long the imports take, the best of several interleaved runs each."""
    best = dict.fromkeys(IMPORTS, float("inf"))
    for command in IMPORTS * IMPORT_RUNS:
        code = f"import time; start = time.perf_counter(); {command}; print(time.perf_counter() - start)"
        made = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True)
        best[command] = min(best[command], float(made.stdout))
    base, own = (best[command] for command in IMPORTS)
    yield f"{IMPORTS[0]}: {base:.2f} s; {IMPORTS[1]}: {own:.2f} s"
    yield _target(IMPORTS[1], own / base, f"times {IMPORTS[0]}", "at most 1.3")


def processes(table: Path, documents: int) -> Iterator[str]:
    """Documents a second in one process and in two that have started and filled their caches, turn by turn."""
    few = min(documents, GROWN)
    one, two = (few * AGAIN * TURNS / seconds for seconds in _child("workers", table, few, TURNS)["seconds"])
    yield f"one process: {one:.1f} documents/s; two: {two:.1f} (the first {few}, {AGAIN * TURNS} times, turn by turn)"
    yield _target("two processes against one", two / one, "times", "at least 1.8, on two free cores")


def measure_with_workers(texts: Sequence[str], turns: int) -> dict[str, list[float]]:
    """Seconds on the wall clock for measuring some documents in one process, as ``--workers 1`` does, and with two workers.

    They take turns, so that both meet the same moods of the machine, and know the documents from the turns before.
    """
    parts = [tuple(Document(str(i), text) for i, text in enumerate(texts[n::PARTS], 1)) for n in range(min(PARTS, len(texts)))]
    work = partial(make_pieces, options=Options(version=pieces_version()))
    seconds = [0.0, 0.0]
    with note_interrupts() as noted, worker_pool(1, None, noted) as one, worker_pool(2, None, noted) as two:
        for turn in range(-TURNS_BEFORE, turns):
            for number, pool in enumerate((one, two)):
                start = time.perf_counter()
                for _ in pool(work, parts * AGAIN):
                    pass
                seconds[number] += (time.perf_counter() - start) * (turn >= 0)
    return {"seconds": seconds}


CHILDREN = {"documents": measure_documents, "text": measure_text, "workers": measure_with_workers}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print all comparisons; 2 where the documents are absent."""
    parser = argparse.ArgumentParser(prog="tools.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("table", nargs="?", type=Path, default=TABLE, help="a TSV file with a column text")
    parser.add_argument("--documents", type=int, help="take only the first so many")
    parser.add_argument("--child", choices=CHILDREN, help=argparse.SUPPRESS)
    parser.add_argument("--times", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if not options.table.is_file():
        print(f"There are no documents to measure ({options.table}); name a TSV file with a column text.", file=sys.stderr)
        return 2
    with options.table.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        texts = [row["text"].replace("\\n", "\n") for row in rows][: options.documents]
    if options.child:
        print(json.dumps(CHILDREN[options.child](texts, options.times)))
        return 0
    print(side_by_side(texts), flush=True)
    for part in (partial(growth, options.table, texts), imports, partial(processes, options.table, len(texts))):
        print()
        for line in part():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
