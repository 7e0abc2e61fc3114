"""The lives of a suggestion, of the signatures under it, of each unit's part, of the verdicts."""

from lianxin.work.suggestions.lifecycle.assignment import ASSIGNMENT
from lianxin.work.suggestions.lifecycle.cosignature import COSIGNATURE
from lianxin.work.suggestions.lifecycle.evaluation import EVALUATION
from lianxin.work.suggestions.lifecycle.extension import EXTENSION
from lianxin.work.suggestions.lifecycle.publication import PUBLICATION
from lianxin.work.suggestions.lifecycle.suggestion import SUGGESTION

__all__ = ["ASSIGNMENT", "COSIGNATURE", "EVALUATION", "EXTENSION", "PUBLICATION", "SUGGESTION"]
