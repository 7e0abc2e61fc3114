"""Find lifecycles, consumers and pages: each app that has one says so in `apps.py`."""

from functools import cache
from importlib import import_module

from django.apps import apps


@cache
def _declared():
    return tuple(
        (config.get_model(name), lifecycle)
        for config in apps.get_app_configs()
        for name, lifecycle in getattr(config, "lifecycles", {}).items()
    )


def lifecycles():
    """Yield (model, lifecycle) for every record that has one."""
    yield from _declared()


@cache
def _by_model():
    return dict(_declared())


@cache
def _by_label():
    return {model._meta.label_lower: lifecycle for model, lifecycle in _declared()}


def lifecycle_of(record):
    """The lifecycle of a record."""
    return _by_model()[type(record)]


def lifecycle_named(label):
    """The lifecycle of the records of a type, such as "suggestions.suggestion", or none."""
    return _by_label().get(label)


def consumers():
    """Yield (name, handle) for each declared reader of the stream of entries."""
    for config in apps.get_app_configs():
        for name, dotted in getattr(config, "consumers", {}).items():
            module, function = f"{config.name}.{dotted}".rsplit(".", 1)
            yield name, getattr(import_module(module), function)


def audiences():
    """{record type: (root id, entry, names) -> {name: seats}}: who hears of an entry."""
    found = {}
    for config in apps.get_app_configs():
        for model_name, dotted in getattr(config, "audiences", {}).items():
            module, function = f"{config.name}.{dotted}".rsplit(".", 1)
            label = config.get_model(model_name)._meta.label_lower
            found[label] = getattr(import_module(module), function)
    return found


@cache
def pages():
    """{record type: name of the route of its page}, as the apps declare it."""
    return {
        config.get_model(name)._meta.label_lower: route
        for config in apps.get_app_configs()
        for name, route in getattr(config, "pages", {}).items()
    }


def visible_to_of(label):
    """The scope of the records of a type, as its app declares it; nothing for an unknown one."""
    for config in apps.get_app_configs():
        for model_name, dotted in getattr(config, "visible", {}).items():
            if config.get_model(model_name)._meta.label_lower == label:
                module, function = f"{config.name}.{dotted}".rsplit(".", 1)
                return getattr(import_module(module), function)
    return lambda seat: apps.get_model(label)._base_manager.none()


@cache
def fact_labels():
    """{kind of fact: its words}, from the lines that moves declare."""
    return {
        line.kind: line.label
        for _model, lifecycle in _declared()
        for move in lifecycle.moves
        for line in move.facts
    }


@cache
def acts_of(label):
    """{act: its words} of a record type without a lifecycle, as its app declares them."""
    return {
        code: words
        for config in apps.get_app_configs()
        for model_name, acts in getattr(config, "acts", {}).items()
        if config.get_model(model_name)._meta.label_lower == label
        for code, words in acts.items()
    }
