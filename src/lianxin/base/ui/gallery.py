"""
The gallery: every component with sample data, to look at and to test against.

The samples are invented and stand in Chinese, like the content of a county. Config may
include this module as addresses where demonstrations are shown.
"""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import path

from lianxin.kernel.lifecycle import Move, Offer, State, rule

SHELLS = {"public": "ui/public.html", "deputy": "ui/deputy.html", "staff": "ui/staff.html"}
DAY = date(2026, 4, 16)


@login_not_required
def page(request):
    """Show the gallery; `?shell=public|deputy|staff` chooses what stands around it."""
    shell = SHELLS.get(request.GET.get("shell", "staff"), SHELLS["staff"])
    return render(request, "ui/gallery.html", samples(request.GET) | {"shell_template": shell})


@login_not_required
def back(request, pk, code):
    """Where the sample moves lead: nowhere."""
    return redirect("ui-gallery")


urlpatterns = [
    path("ui/gallery/", page, name="ui-gallery"),
    path("ui/gallery/<int:pk>/<str:code>/", back, name="ui-gallery-move"),
]


class SampleForm(forms.Form):
    """One of each control; bound with gaps, so that errors are to be seen."""

    title = forms.CharField(label="标题", max_length=60)
    body = forms.CharField(label="情况和建议", widget=forms.Textarea, help_text="把一件事写清楚。")
    promised = forms.DateField(label="承诺办成日期")
    place = forms.ChoiceField(
        label="村或社区",
        choices=[
            ("", "请选择"),
            ("石桥镇", [("11", "柳湾村"), ("12", "双河口村")]),
            ("东关街道", [("21", "梧桐社区"), ("22", "南门社区")]),
        ],
    )
    category = forms.ChoiceField(
        label="办理结果归类",
        widget=forms.RadioSelect,
        choices=[("a", "A 类 已经解决"), ("b", "B 类 列入计划"), ("c", "C 类 暂难解决")],
    )
    rating = forms.ChoiceField(
        label="办得怎么样",
        widget=forms.RadioSelect,
        choices=[("3", "满意"), ("2", "基本满意"), ("1", "不满意")],
    )
    topics = forms.MultipleChoiceField(
        label="哪方面",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("road", "道路出行"), ("water", "用水用电"), ("care", "看病养老")],
    )
    evidence = forms.FileField(
        label="附件", required=False, help_text="照片、录音或文件，最多 100 MB"
    )
    open = forms.BooleanField(
        label="办好后可以公开", required=False, help_text="公开前会隐去姓名、电话和门牌。"
    )

    def clean_promised(self):
        """Refuse a day that has passed."""
        if self.cleaned_data["promised"] < DAY:
            raise forms.ValidationError("这一天已经过了，请选今天以后")
        return self.cleaned_data["promised"]


def samples(query=None):
    """Everything the gallery shows."""
    data = {"title": "关于在柳湾小学门口增设信号灯的建议", "promised": "2026-04-01"}
    form = SampleForm(data | {"category": "b", "rating": "3", "topics": ["road"], "open": "on"})
    number = (query or {}).get("page", 2)
    return {
        "form": form,
        "blank": SampleForm(auto_id="new_%s", initial={"promised": DAY, "category": "a"}),
        "spoken": SampleForm(auto_id="say_%s"),
        "page_of_rows": Paginator(range(147), 8).get_page(number),
        "day": DAY,
        "moment": datetime(2026, 4, 9, 15, 30),
        "stages": _stages(),
        "story": _story(),
        "run": _run(),
        "offers": _offers(),
        "rows": _rows(),
        "weeks": _weeks(),
        "nav": _nav(),
        "shell": _shell(),
        **_lights(),
        **_figures(),
    }


def _lights():
    tones = {"g": "剩 28 个工作日", "y": "剩 3 个工作日", "r": "超期 4 个工作日", "n": "计时已暂停"}
    lights = {f"light_{tone}": _of(tone=tone, text=text) for tone, text in tones.items()}
    parts = [
        ("g", 104, "104 件 按时"),
        ("y", 31, "31 件 快到期"),
        ("r", 6, "6 件 超期"),
        ("n", 6, "6 件 暂停"),
    ]
    return lights | {"parts": [(*part, "#") for part in parts]}


def _of(**values):
    return SimpleNamespace(**values)


def _stages():
    names = ["提出", "审查", "交办", "办理", "答复", "测评", "公开"]
    subs = ["1月18日", "1月26日", "2月3日", "进行中", "限 5月6日", "", ""]
    marks = ["done", "done", "done", "now", "", "", ""]
    return [_of(label=n, sub=s, mark=m) for n, s, m in zip(names, subs, marks, strict=True)]


def _story():
    when = datetime(2026, 4, 16, 9, 12)
    formal = {"kind": "formal", "see": "public"}
    return [
        {"kind": "next", "title": "正式答复", "when": "5月6日前", "who": "由主办单位签发"},
        {
            "kind": "now",
            "title": "主办单位上传答复稿，等您把关",
            "when": when,
            "who": "县交通运输局 · 秦望舒",
            "see": "staff",
            "body": "与代表当面沟通记录齐全，会办意见 2 份均已收到。",
            "files": [("答复稿 第 2 稿.docx", "#", 48_200)],
        },
        {
            "title": "与代表当面沟通",
            "when": when - timedelta(days=7),
            "who": "秦望舒、沈知行代表，柳湾小学门口",
            "see": "deputy",
            "quote": "沈知行代表：“护学岗能不能从现在就站，不等灯装好。”",
            "clip": "#",
        },
        {"kind": "slow", "title": "停了 30 个工作日没有动静，3月27日人工催办"},
        formal | {"title": "交办", "when": "2月3日", "who": "县政府办公室", "icon": "send"},
        {"kind": "gap", "title": "间隔 6 个工作日"},
        formal | {"title": "审查立案", "when": "1月26日", "who": "选任联工委"},
    ]


def _run():
    sentence = "自 2026-02-03 起 3 个月；2026-05-03 为休息日，顺延至 2026-05-06。"
    light = _of(tone="y", text="剩 11 个工作日")
    return _of(label="书面答复", due_on=date(2026, 5, 6), sentence=sentence, light=light)


def _offers():
    here, there = State(code="here", label="办理中"), State(code="there", label="已答复")

    @rule("先和代表沟通，再送书面答复。")
    def talked(seat, record):
        return False

    def move(code, label, tone="plain"):
        return Move(code=code, label=label, source=(here,), target=there, by=(talked,), tone=tone)

    return [
        Offer(move("approve", "同意，送签发", "primary"), ()),
        Offer(move("remind", "催办"), ()),
        Offer(move("sign", "送书面答复", "primary"), (talked.otherwise,)),
        Offer(move("cancel", "撤回这件建议", "danger"), ()),
    ]


def _rows():
    titles = [
        "关于在柳湾小学门口增设信号灯的建议",
        "关于规范渣土运输时段的建议",
        "关于解决北坡片区夏季供水不稳的建议",
    ]
    tones = [("doing", "办理中"), ("back", "退回重办"), ("replied", "已答复")]
    lights = _lights()
    return [
        _of(
            number=f"建 2026-{87 + n}",
            title=title,
            tone=tone,
            state=state,
            light=lights[f"light_{light}"],
        )
        for n, (title, (tone, state), light) in enumerate(zip(titles, tones, "yrg", strict=True))
    ]


def _weeks():
    first = date(2026, 3, 30)
    days = [first + timedelta(days=n) for n in range(35)]
    return [[_calendar_day(day) for day in days[n : n + 7]] for n in range(0, 35, 7)]


def _calendar_day(day):
    booked = day in {date(2026, 4, 18), date(2026, 4, 22), date(2026, 4, 29)}
    state = "out" if day.month != 4 else ("past" if day < DAY else ("today" if day == DAY else ""))
    words = "接待群众" if booked else ("今天" if day == DAY else "")
    return _of(
        day=day, state=state, url="#" if booked else "", words=words, short="接待" if booked else ""
    )


def _nav():
    rows = [
        ("待办工作台", "inbox", 147, False, ""),
        ("代表建议", "file-text", 501, False, ""),
        ("群众心声", "message-heart", 38, False, ""),
        ("活动与会议", "calendar-event", 4, False, ""),
        ("代表名册", "users", 324, False, "代表与阵地"),
        ("家·站·室", "building-community", 27, False, "代表与阵地"),
        ("一屏看堵点", "chart-histogram", 6, True, "监督"),
    ]
    names = ("label", "icon", "count", "hot", "group")
    found = [_of(url="#", **dict(zip(names, row, strict=True))) for row in rows]
    found[1].current = True
    return found


def _shell():
    return _of(
        org_name="青溪县人大常委会",
        place_name="青溪县人大代表联络平台",
        user_name="周晓岚",
        seat_name="选任联工委",
        seats=[(1, "选任联工委 · 工作人员", True), (2, "县人大代表", False)],
        unread=6,
        demo=True,
        operator="青溪县人大常委会办公室",
        filing="某ICP备00000000号",
        privacy_url="#",
        accessibility_url="#",
        help_url="#",
        phone="0800-0000000",
    )


def _figures():
    names = ["11月", "12月", "1月", "2月", "3月", "4月"]
    return {
        "units": [
            ("县交通运输局", 41, 58, "#", "41 / 58 件"),
            ("县水务局", 30, 33, "#", "30 / 33 件"),
        ],
        "months": [(name, 40 + 7 * n, "#") for n, name in enumerate(names)],
        "places": [
            ("石桥", 212, "#", 5),
            ("东关", 143, "#", 3),
            ("北坡", 88, "#", 2),
            ("双河", 34, "#", 0),
        ],
        "facts": [("交办", "2026-02-03"), ("已用", "47 个工作日"), ("催办", "1 次", "#")],
        "shortcuts": [
            ("登记意见", "#", "microphone"),
            ("提建议", "#", "file-plus"),
            ("扫码签到", "#", "qrcode"),
            ("晒履职", "#", "camera"),
        ],
        "home": [("待办工作台", "#"), ("全部在办 147 件", "#"), ("2026-087", "")],
        "three": ["说事情", "在哪里", "怎么回您"],
        "hints": {
            "a": "事情办完了，拿得出凭据",
            "b": "写清时间表和责任人",
            "c": "写清原因和解释情况",
        },
    }
