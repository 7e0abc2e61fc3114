"""Lianxin 连心: the work of people's congresses in counties and townships."""

__version__ = "0.1.0"
