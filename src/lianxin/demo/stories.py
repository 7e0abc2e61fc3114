"""The stories of the demonstration: voices and suggestions at every stage of their lives."""

from lianxin.demo import words
from lianxin.work.suggestions.actions import (
    assignment,
    cosignature,
    evaluation,
    publication,
    suggestion,
)
from lianxin.work.voices import actions as voices
from lianxin.work.voices.queries import new_code

OPEN_CODE = "LXQX-2345-6789"  # the query code of the first story, printed for whoever tries it


def play(county, days):
    """Everything, oldest first; each function tells one story."""
    road = _voice(county, days.ago(120), words.ROAD, "station", 0, 0, mandate="沈明禾")
    _the_road(county, days, road)
    _voices_on_their_way(county, days)
    _others(county, days)


def _voice(county, via, body, seat, town, village, *, mandate=None, code=None, take_up=True):
    """A voice entered at a desk for a walk-in; taken up for a deputy if one is named."""
    actor = county.seats[seat]
    voice = voices.receive(
        actor=actor,
        cell_id=county.cell.pk,
        body=body,
        region=county.villages[town][village],
        channel="station",
        code=code or new_code(),
        name="杨老汉",
        phone="139****0000",
        via=via,
    )
    if take_up:
        voice = voices.take_up(
            voice,
            actor=actor,
            category="交通运输",
            mandate=county.mandates.get(mandate),
            via=via,
        )
    return voice


def _the_road(county, days, voice):
    """A resident's words become a suggestion; the first reply is not good enough."""
    draft = _draft(county, days, voice)
    draft = _on_the_books(county, draft, days, 112, "民生保障")
    _assign(county, draft, days, 108, ("县住房和城乡建设局", "lead"), ("县教育体育局", "co"))
    _handed_back(county, draft, days)
    _answer(county, draft, days, 22, words.REPLY_ONE, "planned")
    verdict = draft.evaluations.get()
    evaluation.submit(
        verdict,
        actor=county.seats["shen"],
        attitude="satisfied",
        result="dissatisfied",
        reasons=words.WHY_NOT,
        via=days.ago(16, 10),
    )
    evaluation.release(verdict, actor=county.seats["office"], via=days.ago(12, 11))


def _draft(county, days, voice):
    draft = suggestion.begin_from(
        [voice],
        actor=county.seats["shen"],
        organ=county.office,
        title=words.SUGGESTION_TITLE,
        body=words.SUGGESTION_BODY,
        category="民生保障",
        wished_unit="县交通运输局",
        via=days.ago(118, 9),
    )
    draft = suggestion.open_cosigning(
        draft,
        actor=county.seats["shen"],
        mandates=[county.mandates["陆怀川"], county.mandates["乔小满"]],
        via=days.ago(118, 10),
    )
    for seat in ("lu", "qiao"):
        name = draft.cosignatures.get(mandate=county.seats[seat].mandate_id)
        cosignature.confirm(name, actor=county.seats[seat], via=days.ago(117, 11))
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
    assignment.grant_return(part, actor=seats["office"], via=days.ago(105, 9))
    _assign(county, draft, days, 104, ("县交通运输局", "lead"))
    co = _part(draft, "县教育体育局")
    co = assignment.acknowledge(co, actor=seats["school"], via=days.ago(106, 9))
    co = assignment.start_handling(
        co,
        actor=seats["school"],
        plan_leader="师道远",
        plan_section="安全管理股",
        plan_handler="文书雅",
        via=days.ago(103, 9),
    )
    assignment.send_co_opinion(
        co,
        actor=seats["school-head"],
        opinion=words.CO_OPINION,
        signed_by="师道远",
        via=days.ago(90, 15),
    )


def _answer(county, draft, days, ago, text, category, lead="traffic"):
    """The lead unit signs for it, talks with the deputy, drafts, signs and sends."""
    clerk, head = county.seats[lead], county.seats[f"{lead}-head"]
    part = draft.assignments.exclude(state="reassigned").get(unit=clerk.unit_id)
    if part.state == "assigned":
        part = assignment.acknowledge(part, actor=clerk, via=days.ago(ago + 40, 9))
        part = _plan(part, clerk, head, days.ago(ago + 39, 9))
    part = assignment.record_contact(
        part,
        actor=clerk,
        phase="during",
        manner="field_study",
        on=days.ago(ago + 10).happened_at.date(),
        who=f"{clerk.holder}、{draft.mandate.person.name}",
        said="代表带我们走了现场，希望先解决学校门口路段，并写明完工时间。",
        via=days.ago(ago + 10, 15),
    )
    part = assignment.draft_reply(
        part,
        actor=clerk,
        category=category,
        text=text,
        contact_name=clerk.holder,
        contact_phone="0800-5550021",
        via=days.ago(ago + 2, 9),
    )
    part = assignment.sign_reply(part, actor=head, via=days.ago(ago + 1, 10))
    assignment.send_reply(part, actor=clerk, via=days.ago(ago, 9))


def _plan(part, clerk, head, via):
    return assignment.start_handling(
        part,
        actor=clerk,
        plan_leader=head.holder,
        plan_section="农村公路股",
        plan_handler=clerk.holder,
        plan="现场勘测，落实资金，与代表沟通后答复。",
        via=via,
    )


def _voices_on_their_way(county, days):
    """One answered on the spot, one on the direct train, one redirected, some just in."""
    station, shen = county.seats["station"], county.seats["shen"]
    well = _voice(county, days.ago(9), words.WELL, "station", 0, 1, mandate="沈明禾")
    well = voices.answer_on_spot(
        well,
        actor=shen,
        result="当天已请村委会换上新井盖并拉了警戒线，我去现场看过。",
        via=days.ago(9, 15),
    )
    voices.feed_back(well, actor=station, answer="新井盖已换好，请放心。", via=days.ago(9, 16))

    lamp = _voice(county, days.ago(6), words.LAMP, "station", 0, 1, mandate="沈明禾")
    lamp = voices.draft_slip(
        lamp,
        actor=county.seats["station"],
        unit=county.units["柳桥镇村镇建设办公室"],
        slip="请核实沿河步道路灯故障，5 个工作日内修复并回告联络站。",
        via=days.ago(5, 9),
    )
    voices.assign_town(lamp, actor=county.seats["chair"], via=days.ago(5, 14))

    wage = _voice(county, days.ago(4), words.WAGE, "station", 0, 0)
    voices.redirect(
        wage,
        actor=station,
        reason_code="R03",
        organ="县劳动人事争议仲裁委员会",
        note="已进入仲裁程序，代表不直接处理具体案件。",
        via=days.ago(4, 10),
    )
    _voice(county, days.ago(1), words.BUS, "station", 0, 0, take_up=False)
    for ago, body, seat, town, village in (
        (12, words.TEA, "罗启舟", 1, 0),
        (3, words.WATER, "方稻生", 2, 2),
        (2, words.DOCTOR, "岑竹青", 3, 1),
        (1, words.NOISE, "孟北辰", 4, 1),
    ):
        _voice(county, days.ago(ago), body, seat, town, village, take_up=False)


def _others(county, days):
    """Other suggestions, at other stages, of other deputies."""
    leads = list(county.units)
    authors = ("罗启舟", "方稻生", "岑竹青", "孟北辰", "祝长河", "温静姝")
    for row, name in zip(words.OTHERS, authors, strict=True):
        title, body, stage, ago, field, lead, co = row
        draft = suggestion.begin(
            actor=county.seats[name],
            organ=county.office,
            title=title,
            body=body,
            category=field,
            via=days.ago(ago, 9),
        )
        draft = suggestion.submit(draft, actor=county.seats[name], via=days.ago(ago, 10))
        if stage == "in_review":
            suggestion.take_up(draft, actor=county.seats["office"], via=days.ago(ago - 1, 9))
            continue
        draft = _on_the_books(county, draft, days, ago - 2, field)
        if stage == "registered":
            continue
        assert lead is not None  # further on than registered, every one has its unit
        parts = [(leads[lead], "lead")] + ([(leads[co], "co")] if co is not None else [])
        _assign(county, draft, days, ago - 4, *parts)
        _to_stage(county, draft, days, stage, ago - 5, leads[lead])


def _to_stage(county, draft, days, stage, ago, unit):
    clerk = county.seats.get((unit, "unit_clerk")) or county.seats["traffic"]
    head = county.seats.get((unit, "unit_leader")) or county.seats["traffic-head"]
    part = _part(draft, unit)
    part = assignment.acknowledge(part, actor=clerk, via=days.ago(ago, 9))
    part = _plan(part, clerk, head, days.ago(ago - 1, 9))
    if stage == "late":
        return
    part = assignment.record_contact(
        part,
        actor=clerk,
        phase="before",
        manner="meeting",
        on=days.ago(ago - 3).happened_at.date(),
        who=f"{clerk.holder}、{draft.mandate.person.name}",
        said="代表介绍了情况，希望今年内看到进展。",
        via=days.ago(ago - 3, 15),
    )
    if stage == "handling":
        return
    part = assignment.draft_reply(
        part,
        actor=clerk,
        category="resolved",
        text="一、您反映的情况属实。\n\n二、已列入今年计划并完成，欢迎代表到现场查看。",
        via=days.ago(ago - 20, 9),
    )
    part = assignment.sign_reply(part, actor=head, via=days.ago(ago - 21, 9))
    assignment.send_reply(part, actor=clerk, via=days.ago(ago - 22, 9))
    if stage == "closed":
        _close_and_publish(county, draft, days, ago - 30)


def _close_and_publish(county, draft, days, ago):
    author = next(s for s in county.seats.values() if s.mandate_id == draft.mandate_id)
    verdict = draft.evaluations.get()
    evaluation.submit(
        verdict, actor=author, attitude="satisfied", result="satisfied", via=days.ago(ago, 9)
    )
    evaluation.release(verdict, actor=county.seats["office"], via=days.ago(ago - 20, 9))
    draft = suggestion.close(draft, actor=county.seats["office"], via=days.ago(ago - 21, 9))
    reply = draft.assignments.get(kind="lead").reply_set.latest("version")
    public = publication.check(
        draft.publication,
        actor=county.seats["office"],
        level="full",
        public_title=draft.title,
        public_body=draft.body,
        public_reply=reply.text,
        via=days.ago(ago - 22, 9),
    )
    publication.publish(public, actor=county.seats["head"], via=days.ago(ago - 23, 9))
