"""stylo: literary stylistics for German. Every number leads back to its words."""

from stylo.pipeline import load

__all__ = ["load"]
__version__ = "0.1.0"
