"""From a text to a spaCy ``Doc``: tokens, sentences, STTS tags, lemmas, and the rules that correct them."""
