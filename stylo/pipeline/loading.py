"""One German pipeline: text in, a spaCy ``Doc`` with sentences, STTS tags, universal tags and lemmas out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import is_package, load_model

from stylo.pipeline import corrections, splitter  # noqa: F401  they register their components
from stylo.pipeline.stts import other_tags
from stylo.wording.language import say

TAGGERS = {"stylo": "stylo_tagger", "hanta": "stylo_hanta"}


class ModelNotInstalled(OSError):
    """A spaCy pipeline was asked for that this Python does not have."""


def load(model: str | None = None, *, split_at_colon: bool = False, tagger: str = "stylo") -> Language:
    """The pipeline that all measures read.

    Without ``model`` it works offline from installed packages alone: spaCy's German tokenizer, a rule-based splitter, HanTa
    with stylo's trained correction, and rules for what a stylistician counts. A ``Doc`` that is passed in with its own tokens
    or sentence starts keeps them.

    The default pipeline cuts the clean text (``stylo.reading.normalise``) and lays its tokens over the text as it is, in which
    tokens that are no part of the running text have the tag ``_SP``. Another pipeline cuts the text as it is: only the forms
    of its tokens are read so, and a forgotten blank or a marker of a footnote stays what it made of it.

    Parameters
    ----------
    model : str, optional
        Name of an installed spaCy pipeline (``"de_core_news_lg"``), or the path of one (``"./de_core_news_lg"``), to use
        instead; only what it lacks is added.
    split_at_colon : bool
        Let a colon between a clause and a capital end a sentence.
    tagger : str
        ``"stylo"``, or for comparison ``"hanta"``: the tags of HanTa's own decoder, no rules and no joined verbs; its lemmas
        are cleaned up as stylo's are.

    Returns
    -------
    Language
        A spaCy pipeline: text in, a ``Doc`` with sentences, STTS tags, universal tags and lemmas out.

    Raises
    ------
    ModelNotInstalled
        For a model that is not there, with the way to get it.
    ValueError
        For an unknown tagger.

    Examples
    --------
    >>> import stylo
    >>> nlp = stylo.load()
    >>> [(token.text, token.tag_, token.lemma_) for token in nlp("Er fährt.")]
    [('Er', 'PPER', 'er'), ('fährt', 'VVFIN', 'fahren'), ('.', '$.', '.')]
    """
    if tagger not in TAGGERS:
        raise ValueError(say("There is no tagger {name!r}; choose one of {known}.", name=tagger, known=", ".join(TAGGERS)))
    if model is None:
        return _default(split_at_colon, TAGGERS[tagger])
    return _complete(_installed(model), split_at_colon, TAGGERS[tagger])


@cache
def tokenizer() -> Tokenizer:
    """The tokenizer of the default pipeline alone: for those who only count words."""
    return _blank().tokenizer


def _blank() -> Language:
    from spacy.util import get_lang_class

    return get_lang_class("de").from_config({"nlp": {"tokenizer": {"@tokenizers": "stylo.tokenizer.v1"}}})


def _default(split_at_colon: bool, tagger: str) -> Language:
    nlp = _blank()
    nlp.add_pipe("stylo_splitter", config={"split_at_colon": split_at_colon})
    nlp.add_pipe(tagger)
    if tagger == TAGGERS["stylo"]:
        nlp.add_pipe("stylo_retag")
    return nlp


def _installed(model: str) -> Language:
    try:
        if Path(model).name == model and not model.startswith("blank:") and not is_package(model):
            raise OSError(f"no package {model}")  # spaCy would take whatever folder of that name lies in the working folder
        return load_model(model)
    except OSError as error:
        raise ModelNotInstalled(
            say(
                "The spaCy pipeline {name!r} is not installed. Get an official one with 'python -m spacy download {name}' "
                "(never with pip: similar names on the package index are not spaCy's), or leave the model out to use "
                "stylo's own pipeline. One in a folder is named with its path, such as ./{name}.",
                name=model,
            )
        ) from error


def _complete(nlp: Language, split_at_colon: bool, tagger: str) -> Language:
    """Add what a foreign pipeline lacks: sentence starts, STTS tags, lemmas; and the colon convention before its splitter."""
    sets = {attribute for name in nlp.pipe_names for attribute in nlp.get_pipe_meta(name).assigns}
    sets -= {"token.tag" for name in nlp.pipe_names if _has_other_tags(nlp, name)}
    if "doc.sents" in sets or "token.is_sent_start" in sets:
        nlp.add_pipe("stylo_colon", config={"split_at_colon": split_at_colon}, first=True)
    else:
        nlp.add_pipe("stylo_splitter", config={"split_at_colon": split_at_colon}, first=True)
    set_tag, set_lemma = "token.tag" not in sets, "token.lemma" not in sets
    if set_tag or set_lemma:
        nlp.add_pipe(tagger, config={"set_tag": set_tag, "set_lemma": set_lemma})
    return nlp


def _has_other_tags(nlp: Language, name: str) -> bool:
    """Whether a component sets tags of another set than STTS, such as those of UD, from which nothing can be measured."""
    return "token.tag" in nlp.get_pipe_meta(name).assigns and bool(other_tags(getattr(nlp.get_pipe(name), "labels", ())))
