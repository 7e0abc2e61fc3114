from django.apps import AppConfig
from django.utils.functional import cached_property


class Suggestions(AppConfig):
    name = "lianxin.work.suggestions"
    audiences = {"Suggestion": "queries.audience"}
    visible = {  # whose papers these are: whoever sees the record may open them
        "Suggestion": "queries.visible_to",
        "Cosignature": "queries.cosignatures_visible_to",
        "Assignment": "queries.assignments_visible_to",
        "Evaluation": "queries.evaluations_visible_to",
        "Reply": "queries.replies_visible_to",
    }
    lists = ("suggestions:list",)
    searchable = {"Suggestion": "queries.SEARCH", "Reply": "queries.SEARCH_REPLIES"}
    pages = {"Suggestion": "suggestions:detail"}
    prints = ("documents.LETTER", "documents.FEEDBACK", "documents.SIGN_FOR")
    daily = {"suggestions.ask_for_verdicts": "tasks.ask_for_verdicts"}

    @cached_property
    def lifecycles(self):
        from lianxin.work.suggestions import lifecycle  # noqa: PLC0415 -- app ready

        return {
            "Suggestion": lifecycle.SUGGESTION,
            "Cosignature": lifecycle.COSIGNATURE,
            "Assignment": lifecycle.ASSIGNMENT,
            "Extension": lifecycle.EXTENSION,
            "Evaluation": lifecycle.EVALUATION,
            "Publication": lifecycle.PUBLICATION,
        }

    def ready(self):
        from lianxin.work.suggestions import actions  # noqa: F401, PLC0415 -- app ready
