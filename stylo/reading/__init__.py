"""Texts in: files, folders, tables and archives, Word, PDF and EPUB, each read into a text with its id."""
