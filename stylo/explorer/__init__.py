"""Texts, figures and passages in JupyterLab: what is shown (``model``) and its widgets."""
