"""What residents of the demonstration say: voices at every stage of their lives."""

from lianxin.demo import words
from lianxin.work.voices import actions as voices
from lianxin.work.voices.queries import new_code

OPEN_CODE = "QXYJ-2345-6789"  # the query code of the road, for whoever wants to look it up


def voice(county, via, body, seat, place, who, *, category="", mandate=None, code=None):
    """A voice entered at a desk for a walk-in; taken up under its category if one is named."""
    actor = county.seats[seat]
    town, village = place
    said = voices.receive(
        actor=actor,
        cell_id=county.cell.pk,
        body=body,
        region=county.villages[town][village],
        channel="station",
        code=code or new_code(),
        name=who[0],
        phone=who[1],
        via=via,
    )
    if category:
        said = voices.take_up(
            said,
            actor=actor,
            category=category,
            mandate=county.mandates.get(mandate),
            via=via,
        )
    return said


def on_their_way(county, days):
    """One answered on the spot, one on the direct train, one redirected, some just in."""
    station, shen = county.seats["station"], county.seats["shen"]
    tea = (words.TEA, "罗启舟", (1, 0), ("叶春芽", "13900000102"))
    voice(county, days.ago(12), *tea)
    well = ("station", (0, 1), ("乔阿婆", "13900000103"))
    well = voice(county, days.ago(9), words.WELL, *well, category="平安邻里", mandate="沈明禾")
    well = voices.answer_on_spot(
        well,
        actor=shen,
        result="当天已请村委会换上新井盖并拉了警戒线，我去现场看过。",
        via=days.ago(9, 15),
    )
    voices.feed_back(well, actor=station, answer="新井盖已换好，请放心。", via=days.ago(9, 16))
    _the_lamp(county, days)
    wage = ("station", (0, 0), ("石磊", "13900000105"))
    wage = voice(county, days.ago(4), words.WAGE, *wage, category="就业社保")
    voices.redirect(
        wage,
        actor=station,
        reason_code="R03",
        organ="青溪县劳动人事争议仲裁委员会",
        told="您反映的欠薪问题已进入劳动仲裁程序，由仲裁委依法裁决，人大代表不直接处理具体"
        "案件。对裁决不服的，可在收到裁决书之日起十五日内向人民法院起诉。",
        note="已进入仲裁程序。",
        via=days.ago(4, 10),
    )
    for ago, *told in (
        (3, words.WATER, "方稻生", (2, 2), ("白露", "13900000106")),
        (2, words.DOCTOR, "岑竹青", (3, 1), ("竹大娘", "13900000107")),
        (1, words.BUS, "station", (0, 0), ("石婆婆", "13900000108")),
        (1, words.NOISE, "孟北辰", (4, 1), ("丁小南", "13900000109")),
    ):
        voice(county, days.ago(ago), *told)


def _the_lamp(county, days):
    """The direct train: the station drafts the slip, the chair signs it."""
    lamp = ("station", (0, 1), ("杨晚晴", "13900000104"))
    lamp = voice(county, days.ago(6), words.LAMP, *lamp, category="平安邻里", mandate="沈明禾")
    lamp = voices.draft_slip(
        lamp,
        actor=county.seats["station"],
        unit=county.units["柳桥镇村镇建设办公室"],
        slip="请核实沿河步道路灯故障，5 个工作日内修复并回告联络站。",
        via=days.ago(5, 9),
    )
    voices.assign_town(lamp, actor=county.seats["chair"], via=days.ago(5, 14))
