"""
Components: a tag per component, its props are the function's signature.

An unknown prop, or a missing one, is a TemplateSyntaxError when the template compiles.
The components themselves live in `base/ui/components`.
"""

from django import template

from lianxin.base.ui import hotlines
from lianxin.base.ui.components import (
    atoms,
    blocks,
    drafts,
    fields,
    figures,
    icons,
    lists,
    navigation,
    states,
    tables,
    words,
)

register = template.Library()

SIMPLE = (
    icons.icon,
    *(atoms.attach, atoms.avatar, atoms.badge, atoms.button, atoms.chip, atoms.copy),
    *(atoms.date_plate, atoms.kbd, atoms.light, atoms.meter, atoms.more, atoms.person),
    *(atoms.seal, atoms.see, atoms.stat, atoms.status, atoms.tag),
    *(blocks.book, blocks.check_item),
    *(drafts.draft, drafts.draft_foot),
    *(fields.errors, fields.field, fields.fields, fields.moves, fields.search_box),
    *(figures.bars, figures.heat, figures.kv, figures.lightbar, figures.quick, figures.ring),
    *(figures.spans, figures.steps, figures.trail, figures.why),
    hotlines.hotlines,
    *(lists.crumbs, lists.key_hints),
    *(navigation.side_nav, navigation.tab_links),
    *(tables.case_rows, tables.hit_rows, tables.options),
    *(states.clip, states.empty_state, states.photos, states.recorder, states.skeleton),
)
BLOCKS = (
    *(blocks.card, blocks.card_head, blocks.checks, blocks.dialog, blocks.form_foot),
    *(blocks.item, blocks.letter, blocks.next_action, blocks.note, blocks.panel),
    *(blocks.section, blocks.shelf, blocks.stats, blocks.task, blocks.views),
    *(lists.table, states.qr, states.state),
)
for simple in SIMPLE:
    register.simple_tag(simple)
for block in BLOCKS:
    register.simple_block_tag(block)
register.inclusion_tag("ui/parts/calendar.html")(figures.calendar)
register.inclusion_tag("ui/parts/columns.html")(figures.columns)
for knowing in (lists.pager, lists.th):  # they read the query of the page
    register.simple_tag(takes_context=True)(knowing)
for words_filter in (words.day, words.long_day, words.moment, words.weekday):
    register.filter(words_filter)
