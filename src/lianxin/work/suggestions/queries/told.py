"""Who hears of an entry of a suggestion."""

from lianxin.institution.congress.queries import seats_for
from lianxin.work.suggestions.models import Evaluation, Extension, Suggestion
from lianxin.work.suggestions.queries.scope import NO_PART, SIGNS


def audience(root_id, entry, names):
    """{name: seats}: whom an entry of a suggestion concerns, by the audiences of its move."""
    suggestion = (
        Suggestion.objects.filter(pk=root_id)
        .prefetch_related("cosignatures", "assignments")
        .first()
    )
    if suggestion is None:
        return {}
    cell = suggestion.cell_id
    units = _units_of(suggestion, entry)
    asked = {
        "author": ("deputy", {"mandate_id": suggestion.mandate_id}),
        "cosigners": ("deputy", {"mandate_id__in": _signers_of(suggestion)}),
        "signer": ("deputy", {"mandate_id__in": _signer_of(suggestion, entry)}),
        "office": ("office", {"organ_id": suggestion.organ_id}),
        "leader": ("leader", {"organ_id": suggestion.organ_id}),
        "assigner": ("leader", {"organ_id": suggestion.organ_id}),
        "supervision": ("gov_supervision", {}),
        "unit": ("unit_clerk", {"unit_id__in": units["this"]}),
        "unit_head": ("unit_leader", {"unit_id__in": units["this"]}),
        "lead_unit": ("unit_clerk", {"unit_id__in": units["lead"]}),
        "units": ("unit_clerk", {"unit_id__in": units["all"]}),
    }
    # Units of the government are agreed on before the head of the organ can assign.
    left_out = "assigner" if suggestion.government_side else "supervision"
    return {
        name: seats_for(cell, asked[name][0], **asked[name][1])
        for name in names
        if name != left_out
    }


def _signers_of(suggestion):
    return [e.mandate_id for e in suggestion.cosignatures.all() if e.state in SIGNS]


def _signer_of(suggestion, entry):
    return [e.mandate_id for e in suggestion.cosignatures.all() if e.pk == entry.subject_id]


def _units_of(suggestion, entry):
    standing = [p for p in suggestion.assignments.all() if p.assigned_on]
    subject = {"suggestions.assignment": entry.subject_id}.get(entry.subject_type)
    if entry.subject_type == "suggestions.evaluation":
        subject = Evaluation.objects.get(pk=entry.subject_id).assignment_id
    if entry.subject_type == "suggestions.extension":
        subject = Extension.objects.get(pk=entry.subject_id).assignment_id
    return {
        "this": [p.unit_id for p in suggestion.assignments.all() if p.pk == subject],
        "lead": [p.unit_id for p in standing if p.kind == "lead" and p.state not in NO_PART],
        "all": [p.unit_id for p in standing if p.state not in NO_PART],
    }
