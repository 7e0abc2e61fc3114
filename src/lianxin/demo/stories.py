"""The stories of the demonstration: suggestions at every stage of their lives."""

from lianxin.demo import spoken, words
from lianxin.work.suggestions.actions import (
    assignment,
    cosignature,
    evaluation,
    publication,
    suggestion,
)
from lianxin.work.suggestions.queries import replies_for_public
from lianxin.work.voices import actions as voices
from lianxin.work.voices.queries import resident_of

PHONES = {  # whom a deputy may ring about a reply
    "县交通运输局": "0800-5550021",
    "县水利局": "0800-5550023",
    "县农业农村局": "0800-5550025",
}


def play(county, days):
    """
    Everything, each story as a whole, in the order in which the suggestions were registered.

    The late one was handed in before the road, the others after it.
    """
    late, *others = words.OTHERS
    _the_ferry(county, days)
    _other(county, days, *late)
    road = spoken.voice(
        county,
        days.ago(120),
        words.ROAD,
        "station",
        (0, 0),
        ("杨老汉", "13900000101"),
        category="道路交通",
        mandate="沈明禾",
        code=spoken.OPEN_CODE,
    )
    _the_road(county, days, road)
    for each in others:
        _other(county, days, *each)
    spoken.on_their_way(county, days)


def _the_road(county, days, voice):
    """A resident's words become a suggestion; the first reply is not good enough."""
    draft = _draft(county, days, voice)
    draft = _on_the_books(county, draft, days, 112, "交通")
    _assign(county, draft, days, 108, ("县住房和城乡建设局", "lead"), ("县教育体育局", "co"))
    _handed_back(county, draft, days)
    _answer(county, draft, days, 22, words.REPLY_ONE, "planned", words.ROAD_TALK)
    voice.refresh_from_db()
    voice = voices.feed_back(
        voice, actor=county.seats["shen"], answer=words.ROAD_TOLD, via=days.ago(20, 10)
    )
    voices.rate(
        voice,
        actor=resident_of(voice),
        rating="dissatisfied",
        words=words.ROAD_RATED,
        via=days.ago(19, 20),
    )
    _judge(county, draft, days, 16, 12, "dissatisfied", words.WHY_NOT)


def _judge(county, draft, days, given, released, result, reasons=""):
    """The deputy's verdict on the round in hand, and the office passes it on."""
    verdict = draft.evaluations.get(state="open")
    evaluation.submit(
        verdict,
        actor=_author(county, draft),
        attitude="satisfied",
        result=result,
        reasons=reasons,
        via=days.ago(given, 10),
    )
    evaluation.release(verdict, actor=county.seats["office"], via=days.ago(released, 11))


def _author(county, draft):
    return next(seat for seat in county.seats.values() if seat.mandate_id == draft.mandate_id)


def _the_ferry(county, days):
    """Two rounds: the second reply satisfies, it is closed, and everybody may read it."""
    seats = county.seats
    draft = suggestion.begin(
        actor=seats["祝长河"],
        organ=county.office,
        title=words.FERRY_TITLE,
        body=words.FERRY_BODY,
        category="交通",
        wished_unit="县交通运输局",
        via=days.ago(160, 9),
    )
    draft = _signed(county, draft, days, 159, ("岑竹青", "岑竹青"), ("齐千里", "齐千里"))
    draft = suggestion.submit(draft, actor=seats["祝长河"], via=days.ago(157, 9))
    draft = _on_the_books(county, draft, days, 156, "交通")
    _assign(county, draft, days, 154, ("县交通运输局", "lead"))
    _take_on(county, draft, days, 153, "港航股")
    _answer(county, draft, days, 132, words.FERRY_ONE, "planned", words.FERRY_TALK)
    _judge(county, draft, days, 128, 124, "dissatisfied", words.FERRY_WHY_NOT)
    _answer(county, draft, days, 104, words.FERRY_TWO, "resolved", words.FERRY_AGAIN)
    _judge(county, draft, days, 100, 96, "satisfied")
    draft = suggestion.close(draft, actor=seats["office"], via=days.ago(95, 9))
    public = publication.check(
        draft.publication,
        actor=seats["office"],
        level="full",
        public_title=draft.title,
        public_body=draft.body,
        public_reply=replies_for_public(draft),
        via=days.ago(94, 9),
    )
    publication.publish(public, actor=seats["head"], via=days.ago(93, 9))


def _signed(county, draft, days, ago, *names):
    """Other deputies are asked to sign, and do: (seat, name) of each."""
    draft = suggestion.open_cosigning(
        draft,
        actor=_author(county, draft),
        mandates=[county.mandates[name] for _seat, name in names],
        via=days.ago(ago, 10),
    )
    for seat, _name in names:
        name = draft.cosignatures.get(mandate=county.seats[seat].mandate_id)
        cosignature.confirm(name, actor=county.seats[seat], via=days.ago(ago - 1, 11))
    return draft


def _draft(county, days, voice):
    draft = suggestion.begin_from(
        [voice],
        actor=county.seats["shen"],
        organ=county.office,
        title=words.SUGGESTION_TITLE,
        body=words.SUGGESTION_BODY,
        category="交通",
        wished_unit="县交通运输局",
        via=days.ago(118, 9),
    )
    draft = _signed(county, draft, days, 118, ("lu", "陆怀川"), ("qiao", "乔小满"))
    return suggestion.submit(draft, actor=county.seats["shen"], via=days.ago(116, 9))


def _on_the_books(county, draft, days, ago, field):
    office, head = county.seats["office"], county.seats["head"]
    draft = suggestion.take_up(draft, actor=office, via=days.ago(ago, 9))
    draft = suggestion.write_opinion(
        draft,
        actor=office,
        opinion_code="file",
        opinion="一事一议，情况清楚，建议具体，拟立案交办。",
        category=field,
        via=days.ago(ago, 10),
    )
    return suggestion.register(draft, actor=head, via=days.ago(ago, 14))


def _assign(county, draft, days, ago, *parts):
    for unit, kind in parts:
        part = assignment.propose(
            actor=county.seats["office"],
            suggestion=draft,
            unit=county.units[unit],
            kind=kind,
            via=days.ago(ago, 9),
        )
        assignment.agree(part, actor=county.seats["gov"], via=days.ago(ago, 11))
    return suggestion.assign(draft, actor=county.seats["head"], via=days.ago(ago, 15))


def _part(draft, unit):
    return draft.assignments.exclude(state__in=("reassigned", "ended")).get(unit__name=unit)


def _handed_back(county, draft, days):
    """The first unit hands it back inside its window; another takes it on."""
    seats = county.seats
    part = _part(draft, "县住房和城乡建设局")
    part = assignment.acknowledge(part, actor=seats["build"], via=days.ago(107, 9))
    part = assignment.request_return(
        part,
        actor=seats["build-head"],
        wished_unit="县交通运输局",
        signed_by="宋瓦",
        note="该路段为农村公路，管养职责在县交通运输局。",
        via=days.ago(106, 10),
    )
    co = _part(draft, "县教育体育局")
    co = assignment.acknowledge(co, actor=seats["school"], via=days.ago(106, 14))
    assignment.grant_return(part, actor=seats["office"], via=days.ago(105, 9))
    _assign(county, draft, days, 104, ("县交通运输局", "lead"))
    co = _plan(co, seats["school"], seats["school-head"], "安全管理股", days.ago(104, 16))
    _take_on(county, draft, days, 103, "农村公路股")
    assignment.send_co_opinion(
        co,
        actor=seats["school-head"],
        opinion=words.CO_OPINION,
        signed_by="师道远",
        via=days.ago(90, 15),
    )


def _lead(county, draft):
    """(the lead unit's part, its clerk, its head)."""
    part = draft.assignments.exclude(state="reassigned").get(kind="lead")
    return part, *_people(county, part.unit.name)


def _take_on(county, draft, days, ago, section):
    """The lead unit signs for it, says who handles it, and rings the deputy."""
    part, clerk, head = _lead(county, draft)
    part = assignment.acknowledge(part, actor=clerk, via=days.ago(ago, 9))
    part = _plan(part, clerk, head, section, days.ago(ago - 1, 9))
    _talk(part, clerk, days.ago(ago - 6, 15), "before", "telephone", words.FIRST_TALK)


def _talk(part, clerk, via, phase, manner, said):
    return assignment.record_contact(
        part,
        actor=clerk,
        phase=phase,
        manner=manner,
        on=via.happened_at.date(),
        who=f"{clerk.holder}、{part.suggestion.mandate.person.name}",
        said=said,
        via=via,
    )


def _answer(county, draft, days, ago, text, category, talk):
    """The lead unit talks with the deputy, drafts, signs and sends."""
    part, clerk, head = _lead(county, draft)
    part = _talk(part, clerk, days.ago(ago + 10, 15), "during", "field_study", talk)
    deputy = next(s for s in county.seats.values() if s.mandate_id == draft.mandate_id)
    part = assignment.confirm_contact(part, actor=deputy, via=days.ago(ago + 9, 20))
    part = assignment.draft_reply(
        part,
        actor=clerk,
        category=category,
        text=text,
        contact_name=clerk.holder,
        contact_phone=PHONES[part.unit.name],
        rework_leader="副县长　简明" if part.round > 1 else "",
        via=days.ago(ago + 2, 9),
    )
    part = assignment.sign_reply(part, actor=head, via=days.ago(ago + 1, 10))
    assignment.send_reply(part, actor=clerk, via=days.ago(ago, 9))
    draft.refresh_from_db()


def _people(county, unit):
    """(clerk, head) of a unit."""
    if unit == "县交通运输局":
        return county.seats["traffic"], county.seats["traffic-head"]
    return county.seats[unit, "unit_clerk"], county.seats[unit, "unit_leader"]


def _plan(part, clerk, head, section, via):
    return assignment.start_handling(
        part,
        actor=clerk,
        plan_leader=head.holder,
        plan_section=section,
        plan_handler=clerk.holder,
        plan="现场勘测，落实资金，与代表沟通后答复。",
        via=via,
    )


def _other(county, days, name, title, body, stage, ago, field, lead, co, section, reply):
    """Another suggestion, at another stage, of another deputy."""
    author = county.seats[name]
    draft = suggestion.begin(
        actor=author,
        organ=county.office,
        title=title,
        body=body,
        category=field,
        wished_unit=lead or "",
        via=days.ago(ago, 9),
    )
    draft = suggestion.submit(draft, actor=author, via=days.ago(ago, 10))
    if stage == "in_review":
        suggestion.take_up(draft, actor=county.seats["office"], via=days.ago(ago - 1, 9))
        return
    draft = _on_the_books(county, draft, days, ago - 2, field)
    if lead is None:
        return
    parts = [(lead, "lead")] + ([(co, "co")] if co else [])
    _assign(county, draft, days, ago - 4, *parts)
    _take_on(county, draft, days, ago - 5, section)
    if co:
        _opinion(county, draft, days, ago - 6, co)
    if stage == "replied":
        talk = "代表看了现场，对办理办法没有意见。"
        _answer(county, draft, days, ago - 27, reply, "resolved", talk)


def _opinion(county, draft, days, ago, unit):
    """A co-unit handles its part and tells the lead unit what it thinks."""
    part, (clerk, head) = _part(draft, unit), _people(county, unit)
    part = assignment.acknowledge(part, actor=clerk, via=days.ago(ago, 10))
    part = _plan(part, clerk, head, "乡村产业股", days.ago(ago - 2, 10))
    assignment.send_co_opinion(
        part,
        actor=head,
        opinion="同意硬化方案；会车道请避开茶园，青苗补偿由我局配合核算。",
        signed_by=head.holder,
        via=days.ago(ago - 14, 15),
    )
