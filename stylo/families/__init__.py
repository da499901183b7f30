"""The families of measures: each turns a ``Doc`` into marks, and marks into values."""
