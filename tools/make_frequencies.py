"""How often each lemma comes in the reference corpora: ``python -m tools.make_frequencies``.

Writes ``stylo/data/lemma_frequencies.tsv.gz``: for each lemma of a content word that at least five documents of at least two
corpora hold, the number of these documents and its rate in a million words, as the mean over the corpora. Counts alone leave
the corpora, no word that few texts hold and no order of words.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Mapping

from stylo.families.recurrence import lemmas_of
from stylo.grammar.tokens import view
from stylo.pipeline.loading import load
from stylo.writing.files import write_whole
from tools.make_reference import CORPORA, DATA, Document, read_corpora

TARGET = DATA / "lemma_frequencies.tsv.gz"
FEWEST_DOCUMENTS, FEWEST_CORPORA = 5, 2
MILLION = 1_000_000


def count(documents: Iterable[Document]) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]], Counter[str]]:
    """Occurrences and documents of each lemma by genre, and the words of each genre."""
    occurrences: dict[str, Counter[str]] = {}
    holding: dict[str, Counter[str]] = {}
    words: Counter[str] = Counter()
    nlp = load()
    for document in documents:
        laid_out = view(nlp(document.text))
        found = Counter(lemma for lemma, _, _ in lemmas_of(laid_out))
        occurrences.setdefault(document.genre, Counter()).update(found)
        holding.setdefault(document.genre, Counter()).update(found.keys())
        words[document.genre] += sum(laid_out.is_word)
    return occurrences, holding, words


def table(occurrences: Mapping[str, Counter[str]], holding: Mapping[str, Counter[str]], words: Mapping[str, int]) -> str:
    """The lines of the table, sorted by lemma."""
    documents: Counter[str] = Counter()
    for found in holding.values():
        documents.update(found)
    lines = ["lemma\tdocuments\tper_million"]
    for lemma in sorted(documents):
        if documents[lemma] >= FEWEST_DOCUMENTS and sum(lemma in found for found in holding.values()) >= FEWEST_CORPORA:
            rates = [MILLION * occurrences[genre][lemma] / words[genre] for genre in words]
            lines.append(f"{lemma}\t{documents[lemma]}\t{sum(rates) / len(rates):.1f}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Count and write; 2 where the corpora are absent."""
    if not CORPORA.is_dir():
        print(f"The corpora are not there ({CORPORA}).")
        return 2
    text = table(*count(read_corpora(CORPORA)))
    write_whole(gzip.compress(text.encode("utf-8"), mtime=0), TARGET)
    print(f"Wrote {TARGET.name}: {text.count(chr(10)) - 1} lemmas.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
