"""A folded template says exactly what Django says, in each language, whatever is missing."""

from types import SimpleNamespace

import pytest
from django.template import Context, Engine
from django.utils import translation

from lianxin.base.ui.folding import Folded

LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "ui": "lianxin.base.ui.templatetags.ui",
}


class Thing:
    name = "桥"
    shadow = "attribute"

    def said(self):
        return "called"

    def asked(self, what):
        return what

    def gone(self):
        return "deleted"

    gone.alters_data = True

    @property
    def broken(self):
        raise AttributeError("inside")


class Both(dict):
    items_told = "attribute"


TEMPLATES = {
    "words": '{% load i18n ui %}<p>{% translate "Sign in" %}</p>{% icon name="x" %}<b>{{ x }}</b>',
    "props": '{% load ui %}{% button label=_("Sign in") tone="primary" %}{% tag label=x %}',
    "context": '{% load i18n %}{% translate "All" context "tab" %}|{% translate "All" %}',
    "percent": '{% load i18n %}{% translate "100% sure" %}{% translate "a & b" %}',
    "as": '{% load i18n ui %}{% translate "Sign in" as w %}{% icon name="x" as i %}{{ w }}{{ i }}',
    "missing": "{{ none }}|{{ thing.none }}|{{ thing.none.deeper }}|{{ none.deeper|default:'-' }}",
    "if missing": "{% if none %}a{% else %}b{% endif %}{% if thing.none == None %}c{% endif %}",
    "first": "{% firstof none thing.none thing.name %}{{ none|default:x }}",
    "methods": "{{ thing.said }}|{{ thing.gone }}|{{ thing.asked }}",
    "mappings": "{{ plain.key }}|{{ plain.items }}|{{ plain.none }}",
    "mapping and object": "{{ both.key }}|{{ both.items_told }}|{{ both.none }}",
    "lists": "{{ list.0 }}|{{ list.9 }}|{{ pairs.0.1 }}|{{ text.0 }}",
    "for": "{% for a, b in pairs %}{{ forloop.counter }}{{ a }}<i>{{ b }}</i>{% endfor %}",
    "empty": "{% for a in none %}{{ a }}{% empty %}<b>-</b>{% endfor %}",
    "filters": "{{ thing.name|default:x|upper }}{{ list|join:x }}{{ x|add:_('Sign in') }}",
    "escape": "{{ evil }}{% autoescape off %}{{ evil }}{% endautoescape %}",
    "context's own": "{{ autoescape }}|{{ template }}|{{ push }}",
    "block": "{% load ui %}{% card title=x %}<em>{{ x }}</em>{% endcard %}",
    "extends": '{% extends "base" %}{% block b %}{{ block.super }}+{{ x }}{% endblock %}',
    "base": '{% load i18n %}<{% translate "Sign in" %}>{% block b %}base{% endblock %}.',
    "include": '{% include "words" with x="inner" %}{% include "words" only %}',
}


def engine(loader):
    inner = [("django.template.loaders.locmem.Loader", TEMPLATES)]
    return Engine(loaders=[(loader, inner)], libraries=LIBRARIES)


def page(name, loader):
    known = {
        "x": "甲",
        "evil": "<&>",
        "thing": Thing(),
        "plain": {"key": 1},
        "both": Both(key=2),
        "list": [1, 2],
        "pairs": [(1, 2), (3, 4)],
        "text": "字",
        "bag": SimpleNamespace(),
    }
    return engine(loader).get_template(name).render(Context(known))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_folded_template_renders_what_django_renders(name, language):
    with translation.override(language):
        ours = page(name, "lianxin.base.ui.folding.Loader")
        theirs = page(name, "django.template.loaders.cached.Loader")
    assert ours == theirs


def test_what_is_remembered_follows_the_language():
    template = engine("lianxin.base.ui.folding.Loader").get_template("words")
    said = []
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            said.append(template.render(Context({"x": 1})))
    assert said[0] == said[2]
    assert ("登录" in said[0], "Sign in" in said[1]) == (True, True)


def test_neighbours_that_never_change_become_one_node():
    template = engine("lianxin.base.ui.folding.Loader").get_template("words")
    kinds = [type(node) for node in template.nodelist]
    assert kinds.count(Folded) == 1
    assert len(kinds) <= 4


def test_an_error_inside_a_property_is_raised_as_ever():
    template = Engine(
        loaders=[
            (
                "lianxin.base.ui.folding.Loader",
                [("django.template.loaders.locmem.Loader", {"t": "{{ thing.broken }}"})],
            )
        ]
    ).get_template("t")
    with pytest.raises(AttributeError, match="inside"):
        template.render(Context({"thing": Thing()}))
