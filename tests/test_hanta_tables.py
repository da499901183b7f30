"""HanTa's tables are those of its own file to the last bit, and that file is converted with care."""

from __future__ import annotations

import gzip
import hashlib
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from HanTa.HanoverTagger import HanoverTagger

from stylo.pipeline.hanta_tables import FIELDS, TABLES, GermanTagger, read_tables
from tools import convert_hanta
from tools.convert_hanta import FILE, SHA256, NotHantas, convert, read_original, spell_out

SENTENCE = "Weil die ungelesenste Filmkritik , Xyz-Gedöns und das Häuschen gingen .".split()


@pytest.fixture(scope="module")
def original() -> dict[str, Any]:
    """HanTa's tables as Python's own reader of pickles gives them, its numbers of two types as one."""
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == SHA256
    return dict(zip(FIELDS, pickle.loads(gzip.decompress(FILE.read_bytes())), strict=True))


def bits(value: Any) -> Any:
    """What a table holds, in its order and to the last bit."""
    if isinstance(value, dict):
        return [(key, bits(each)) for key, each in value.items()]
    if isinstance(value, (list, tuple)):
        return [bits(each) for each in value]
    return value.hex() if isinstance(value, float) else value


@pytest.mark.parametrize("name", FIELDS)
def test_a_table_is_hantas_own_to_the_last_bit(name, original):
    found = read_tables()[name]
    if name == "LP_trans_word":
        found = {pair: found[pair] for pair in found.pairs}
    assert bits(found) == bits(original[name])


def test_what_ships_is_what_the_command_makes_and_it_makes_the_same_bytes_again(tmp_path):
    made = convert(read_original())
    with np.load(TABLES, allow_pickle=False) as shipped:
        assert set(shipped) == set(made)
        assert all(np.array_equal(shipped[name], array) and shipped[name].dtype == array.dtype for name, array in made.items())
    for name in ("one", "two"):
        assert convert_hanta.main(["-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_hanta_says_the_same_with_the_tables_and_with_its_own_file():
    own, ours = HanoverTagger(str(FILE)), GermanTagger()
    assert ours.tag_sent(SENTENCE) == own.tag_sent(SENTENCE)
    for word in SENTENCE:
        assert ours.tag_word(word) == own.tag_word(word)
        assert ours.analyze(word, taglevel=3) == own.analyze(word, taglevel=3)
    for name in ("reachability", "atomic_class", "strict", "LP_trans_final", "LP_trans_nonfinal", "tag2int", "int2tag"):
        assert getattr(ours, name) == getattr(own, name)


class Call:
    """Unpickled, it calls."""

    def __init__(self, *called: Any) -> None:
        self.called = called

    def __reduce__(self) -> Any:
        return self.called


def test_a_file_with_another_checksum_is_not_read(tmp_path, capsys):
    path = tmp_path / "morphmodel_ger.pgz"
    path.write_bytes(gzip.compress(pickle.dumps([1, 2])))
    with pytest.raises(NotHantas, match="SHA-256"):
        read_original(path)
    for name in (path, tmp_path / "absent"):
        assert convert_hanta.main([str(name), "-o", str(tmp_path / "tables.npz")]) == 1
        assert capsys.readouterr().err.startswith("tools.convert_hanta: ")
    assert not (tmp_path / "tables.npz").exists()


def test_plain_values_are_spelt_out():
    value = {"a": [1, 2.5, -3, ("b", None), (1, 2, 3), (1, 2, 3, 4)], (1, 2): {True, False}, "c": np.float64(0.1), "d": []}
    assert spell_out(pickle.dumps([value, value])) == [value, value]


@pytest.mark.parametrize(
    "harm",
    [Call(print, ("called",)), Call(np.dtype, ("O",)), np.dtype(">f8"), np.float32(1.5), Decimal("1.5"), Fraction, 10**30],
    ids=["call", "dtype of objects", "other byte order", "float32", "Decimal", "class", "long integer"],
)
def test_whatever_else_a_pickle_says_is_not_done(harm, capsys):
    with pytest.raises(NotHantas):
        spell_out(pickle.dumps([harm]))
    assert capsys.readouterr().out == ""
