"""All figures and tables of a text in one folder."""
