"""
The template loader: Django's cached one, and what never changes in a template is rendered once.

Runs of nodes whose output depends on the language alone (text, `translate`, components with
literal props) become one node that remembers its output; names are looked up by the shortest way
that gives what Django's own way gives. Half of a page's cost lay there; no template knows of it.
"""

from django.template import Node
from django.template.base import FilterExpression, NodeList, TextNode, Variable
from django.template.base import VariableDoesNotExist as Missing
from django.template.context import Context, RequestContext
from django.template.library import SimpleNode, TagHelperNode
from django.template.loaders import cached
from django.template.loaders.base import Loader as BaseLoader
from django.templatetags.i18n import TranslateNode
from django.utils.functional import Promise
from django.utils.translation import get_language

PLAIN = (dict, Context, RequestContext)


class Folding(BaseLoader):
    """Between the cache and the files: what is read is folded once, then kept."""

    def get_template(self, template_name, skip=None):
        """Return the compiled, folded template."""
        template = super().get_template(template_name, skip)
        _quicken(template.nodelist)
        return template


class Loader(cached.Loader, Folding):
    """Loads as Django does, and keeps the folded templates."""


class Folded(Node):
    """Neighbours that depend on the language alone, as one text for each language."""

    child_nodelists = ()

    def __init__(self, nodes):
        """Stand in the place of `nodes`; errors are reported at the first of them."""
        self.nodes = nodes
        self.token, self.origin = nodes[0].token, nodes[0].origin
        self.texts = {}

    def render(self, context):
        """Render once for a language, then remember."""
        key = _language(context), context.autoescape
        text = self.texts.get(key)
        if text is None:
            text = "".join(node.render_annotated(context) for node in self.nodes)
            self.texts[key] = text
        return text


def _language(context):
    """The language of a page; it is asked for once a page."""
    known = vars(context).get("said_in")
    if known is None:
        known = context.said_in = get_language() or ""
    return known


class Quick(Variable):
    """A name with the short way tried first; Django's own way wherever that could differ."""

    __slots__ = ()

    def resolve(self, context):
        """Look the name up: keys of plain mappings, attributes of everything without keys."""
        current = context
        for bit in self.lookups or ():
            kind = type(current)
            if kind in PLAIN:
                try:
                    current = current[bit]
                except KeyError:
                    if hasattr(current, bit):
                        return super().resolve(context)
                    raise Missing("Failed lookup for key [%s] in %r", (bit, current)) from None
            elif hasattr(kind, "__getitem__"):
                return super().resolve(context)
            else:
                try:
                    current = getattr(current, bit)
                except (AttributeError, TypeError):
                    return super().resolve(context)
            if callable(current):
                return super().resolve(context)
        return current


class Said:
    """A literal prop of a component: the same object each time, translated once a language."""

    def __init__(self, expression):
        """Take the place of a literal `FilterExpression`."""
        self.expression = expression
        self.values = {}

    def resolve(self, context, ignore_failures=False):
        """Return the literal in the language in force."""
        language = _language(context)
        if language not in self.values:
            value = self.expression.resolve(context)
            self.values[language] = str(value) if isinstance(value, Promise) else value
        return self.values[language]


def _literal(expression):
    """Whether an expression holds a literal and no filter."""
    if not isinstance(expression, FilterExpression) or expression.filters:
        return False
    return not isinstance(expression.var, Variable) or expression.var.lookups is None


def _constant(node):
    """Whether a node's output depends on the language alone."""
    if isinstance(node, TextNode):
        return True
    if isinstance(node, TranslateNode):
        context = node.message_context
        return (
            not node.asvar
            and not node.noop
            and _literal(node.filter_expression)
            and (context is None or _literal(context))
        )
    if type(node) is SimpleNode and node.func.__module__.startswith("lianxin.base.ui."):
        plain = not node.takes_context and not node.target_var and not node.args
        return plain and all(isinstance(value, Said) for value in node.kwargs.values())
    return False


def _quicken(nodes):
    """Make a list of nodes, and what hangs on them, cheap to render."""
    for node in nodes:
        if isinstance(node, TagHelperNode):
            node.kwargs = {
                name: Said(value) if _literal(value) else value
                for name, value in node.kwargs.items()
            }
        for value in vars(node).values():
            _walk(value)
    _fold(nodes)


def _walk(value):
    """Find lists of nodes and names in what a node keeps."""
    if isinstance(value, NodeList):
        _quicken(value)
    elif isinstance(value, Node):
        _quicken([value])
    elif isinstance(value, FilterExpression):
        _shorten(value)
    elif isinstance(value, list | tuple):
        for each in value:
            _walk(each)
    elif isinstance(value, dict):
        for each in value.values():
            _walk(each)
    elif hasattr(value, "nud"):  # a condition of {% if %}: operators over expressions
        for part in (getattr(value, name, None) for name in ("first", "second", "value")):
            _walk(part)


def _shorten(expression):
    """Let an expression look its names up by the short way."""
    if type(expression.var) is Variable and expression.var.lookups and not expression.var.translate:
        expression.var = Quick(expression.var.var)
    for _filter, arguments in expression.filters:
        arguments[:] = [
            (True, Quick(name.var))
            if looked and type(name) is Variable and name.lookups
            else (looked, name)
            for looked, name in arguments
        ]


def _fold(nodes):
    """Put one node in the place of neighbours that never change."""
    done, run = [], []
    for node in [*nodes, None]:
        if node is not None and _constant(node):
            run.append(node)
            continue
        if len(run) == 1 and isinstance(run[0], TextNode):
            done += run
        elif run:
            done.append(Folded(run))
        run = []
        if node is not None:
            done.append(node)
    nodes[:] = done
