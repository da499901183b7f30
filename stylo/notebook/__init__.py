"""What the notebooks call: a text of one's own, the texts of a corpus folder, a cross-check with textstat."""
