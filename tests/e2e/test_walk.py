"""The walk, in a real browser, each step by its own role, visible at once to those concerned."""

import datetime
import re
import zipfile

import pytest
from PIL import Image

from tests.e2e.conftest import PHONE

pytestmark = pytest.mark.e2e

WORDS = "白鹭社区到河边的石阶没有扶手，雨天很滑，上个月我妈在那里摔了一跤。😊𠮷"
TITLE = "关于为白鹭社区临河石阶加装扶手的建议"
BODY = (
    "一、情况：石阶 46 级，没有扶手。\n"
    "二、问题：雨天湿滑，已有人摔伤。\n"
    "三、建议：加装扶手和防滑条。"
)


def say(window, tmp_path):
    """A resident without an account, on a phone; returns the query code."""
    photo = tmp_path / "steps.jpg"
    Image.new("RGB", (640, 480), "#888").save(photo)
    page = window.page
    window.go("/say/")
    page.fill("[name=body]", WORDS)
    page.set_input_files("[name=photos]", str(photo))
    page.click("[data-next-step]")
    selects = page.locator("section[data-step='2'] select:visible")
    selects.nth(0).select_option(label="柳桥镇")
    selects.nth(1).select_option(label="杨家湾村")
    page.click("[data-next-step]")
    page.check("[name=naming][value=deputy]", force=True)
    page.fill("main [name=name]", "林阿婆")
    page.fill("[name=phone]", "13900000001")
    page.click("[data-next-step]")
    page.wait_for_url("**/track/**")
    return re.search(r"/track/([A-Z0-9-]+)/", page.url)[1]


@pytest.fixture(scope="module")
def told():
    """What one part of the walk hands to the next."""
    return {}


def test_a_resident_speaks_and_follows_it(window, tmp_path, told):
    phone = window(screen=PHONE)
    told["code"] = say(phone, tmp_path)
    assert told["code"] in phone.text()
    assert re.search(r"2026-\d{5}", phone.text())
    stranger = window(screen=PHONE)
    stranger.go("/track/")
    stranger.page.fill("[name=code]", told["code"].lower().replace("-", " "))
    stranger.page.press("[name=code]", "Enter")
    stranger.page.wait_for_load_state()
    assert "😊𠮷" in stranger.text()


def test_the_officer_triages_walk_ins_each_to_its_own_end(window, told):
    officer = window("station")
    told["walk_ins"] = {}
    for words in ("井台边的护栏松了，请来看看", "赶场路口的反光镜碎了", "我和邻居的官司已经在法院"):
        officer.go("/voices/new/")
        officer.fill(body=words, channel="station", name="赵大伯", phone="13900000002")
        choose_village(officer, "柳桥镇", "石滩村")
        officer.send()
        told["walk_ins"][words[:4]] = re.search(r"/voices/(\d+)/", officer.page.url)[1]
        officer.page.goto(f"{officer.site.base}/voices/{told['walk_ins'][words[:4]]}/")
        officer.move("take_up", category="平安邻里", mandate="沈明禾")
    spot, slip, court = told["walk_ins"].values()

    deputy = window("shen", screen=PHONE)
    deputy.go(f"/voices/{spot}/")
    deputy.move("answer_on_spot", result="今天下午已请村里把护栏焊好。")
    deputy.move("feed_back", answer="护栏已焊好，请放心。")
    assert "已反馈" in deputy.text()

    officer.go(f"/voices/{slip}/")
    officer.move("draft_slip", unit="柳桥镇村镇建设办公室", slip="请更换反光镜并回告。")
    chair = window("chair")
    chair.go(f"/voices/{slip}/")
    chair.move("assign_town")
    unit = window("liuqiao")
    unit.go(f"/voices/{slip}/")
    unit.move("record_result", result="反光镜已更换。", signed_by="蓝图")
    officer.go(f"/voices/{slip}/")
    officer.move("feed_back", answer="反光镜已换好。")
    assert "已反馈" in officer.text()

    officer.go(f"/voices/{court}/")
    officer.move("redirect", reason_code="R03", organ="县人民法院", note="案件正在审理。")
    officer.move("record_notice", how="in_person")
    assert "办结归档" in officer.text()


def choose_village(window, town, village):
    """In two steps where scripts run."""
    selects = window.page.locator("main .field", has=window.page.locator("[name=region]")).locator(
        "select:visible"
    )
    if selects.count() > 1:
        selects.nth(0).select_option(label=town)
        selects.nth(1).select_option(label=village)
    else:
        selects.nth(0).select_option(label=village)


def test_a_deputy_makes_it_a_suggestion_and_two_sign(window, told):
    officer = window("station")
    officer.go("/desk/")
    officer.open_from_desk("白鹭社区到河边")
    told["voice"] = re.search(r"/voices/(\d+)/", officer.page.url)[1]
    officer.move("take_up", category="平安邻里", mandate="沈明禾")

    deputy = window("shen", screen=PHONE)
    deputy.go(f"/voices/{told['voice']}/")
    deputy.page.locator(f"main a[href*='/suggestions/new/?voice={told['voice']}']").first.click()
    deputy.fill(title=TITLE, category="民生保障", body=BODY, publicity="full")
    deputy.send()
    told["case"] = re.search(r"(/suggestions/\d+/)", deputy.page.url)[1]
    deputy.go(told["case"])
    deputy.move("open_cosigning", mandates=["陆怀川", "乔小满"])
    for account in ("lu", "qiao"):
        signer = window(account, screen=PHONE)
        signer.go(told["case"])
        signer.move("confirm")
    deputy.go(told["case"])
    deputy.move("/submit", not_secret_declared=True, no_conflict_declared=True)
    assert "已提交" in deputy.text()

    phone = window(screen=PHONE)
    phone.go(f"/track/{told['code']}/")
    assert "建议" in phone.text()


def test_the_office_reviews_numbers_and_assigns(window, told):
    office, head, gov = window("office"), window("head"), window("gov")
    office.go(told["case"])
    office.move("/take_up")
    head.go(told["case"])
    assert head.page.locator("[aria-disabled=true], button[disabled]").count() > 0  # and says why
    assert "审查意见" in head.text()
    office.move("/write_opinion", opinion_code="file", opinion="情况清楚，拟立案。")
    head.go(told["case"])
    head.move("/register")
    assert re.search(r"青建2026-\d{3}", head.text())
    propose(office, told, lead="县住房和城乡建设局", co=["县教育体育局"])
    agree(gov, told, 2)
    head.go(told["case"])
    head.move("/assign")
    assert "承办中" in head.text()


def propose(office, told, **units):
    office.go(told["case"])
    office.move("/propose", **units)


def agree(gov, told, times):
    for _part in range(times):
        gov.go(told["case"])
        gov.move("/agree")


def test_a_unit_hands_it_back_and_another_takes_it_on(window, told):
    build, build_head = window("build"), window("build-head")
    office, head, gov = window("office"), window("head"), window("gov")
    build.go(told["case"])
    build.move("/acknowledge")
    build_head.go(told["case"])
    build_head.move(
        "/request_return", note="不属我局职责。", wished_unit="县交通运输局", signed_by="宋瓦"
    )
    office.go(told["case"])
    office.move("/grant_return")
    propose(office, told, lead="县交通运输局")
    agree(gov, told, 1)
    head.go(told["case"])
    head.move("/assign")
    assert build.go(told["case"]).status == 404  # it is no longer this unit's business
    traffic = window("traffic")
    traffic.go(told["case"])
    assert TITLE in traffic.text()


def test_the_units_handle_it_and_reply(window, told):
    school, school_head = window("school"), window("school-head")
    school.go(told["case"])
    school.move("/acknowledge")
    school.move(
        "/start_handling", plan_leader="师道远", plan_section="安全股", plan_handler="文书雅"
    )
    school_head.go(told["case"])
    school_head.move("/send_co_opinion", opinion="同意，配合设置警示。", signed_by="师道远")

    traffic, boss = window("traffic"), window("traffic-head")
    traffic.go(told["case"])
    traffic.move("/acknowledge")
    traffic.move(
        "/start_handling", plan_leader="石铺金", plan_section="农村公路股", plan_handler="路平安"
    )
    draft(traffic, told, "planned", "一、扶手拟列入明年计划，到时再与您联系。")
    boss.go(told["case"])
    assert "沟通" in boss.text()  # no talk with the deputy yet: blocked, with its reason
    assert boss.page.locator("main a[href$='/sign_reply/']").count() == 0
    talk(traffic, told)
    sign_and_send(traffic, boss, told)
    with zipfile.ZipFile(letter_of(traffic)) as letter:
        words = letter.read("word/document.xml").decode("utf-8")
    assert "一、扶手拟列入明年计划" in words


def letter_of(clerk):
    """The letter as a clerk gets it: asked for, made by the worker, taken from its page."""
    clerk.page.locator("main a[href$='.docx']").first.click()
    paper = clerk.page.locator("main .btns a", has_text="Word 文件")
    paper.first.wait_for(timeout=30_000)  # the page asks again until it is there
    with clerk.page.expect_download() as caught:
        paper.first.click()
    return caught.value.path()


def draft(clerk, told, category, text, **more):
    clerk.go(told["case"])
    clerk.move(
        "/draft_reply",
        category=category,
        text=text,
        contact_name="路平安",
        contact_phone="0800-5550021",
        **more,
    )


def talk(clerk, told):
    clerk.go(told["case"])
    clerk.move(
        "/record_contact",
        on=datetime.date.today().isoformat(),
        manner="visit",
        phase="during",
        who="路平安、沈明禾",
        said="希望尽快装上扶手。",
    )


def sign_and_send(clerk, boss, told):
    boss.go(told["case"])
    boss.move("/sign_reply")
    clerk.go(told["case"])
    clerk.move("/send_reply", every_signer_addressed=True, sealed_letter=True)
    assert "已答复" in clerk.text()


def judge(deputy, office, told, result, **more):
    deputy.go(told["case"])
    deputy.page.locator("main a[href*='/evaluations/'][href$='/submit/']").first.click()
    deputy.fill(attitude="satisfied", result=result, **more)
    deputy.send()
    office.go(told["case"])
    office.move("/release")


def test_a_dissatisfied_deputy_opens_a_second_round_with_its_own_clock(window, told):
    deputy, office, traffic = window("shen", screen=PHONE), window("office"), window("traffic")
    judge(deputy, office, told, "dissatisfied", reasons="只说明年，没有说什么时候装。")
    assert "重新办理" in office.text()
    traffic.go(told["case"])
    assert "重新办理" in traffic.text()
    why = traffic.page.locator("main details", has_text="重办答复").first
    why.locator("summary").first.click()
    assert "起 1 个月（参照浙江、山东、上海、河南四地代表建议办理规定）" in why.inner_text()


def test_the_second_reply_satisfies_it_is_closed_and_published(window, told):
    deputy, office, head = window("shen", screen=PHONE), window("office"), window("head")
    traffic, boss = window("traffic"), window("traffic-head")
    talk(traffic, told)
    draft(
        traffic,
        told,
        "resolved",
        "一、扶手和防滑条已全部装好，请您到现场查看。",
        rework_leader="局长 石铺金",
    )
    sign_and_send(traffic, boss, told)
    judge(deputy, office, told, "satisfied")
    office.go(told["case"])
    office.move(f"{told['case']}close")
    assert "办结" in office.text()
    office.move(
        "/check",
        level="full",
        public_body=BODY,
        public_reply="一、扶手和防滑条已全部装好。",
        secrecy_checked=True,
        privacy_checked=True,
    )
    head.go(told["case"])
    head.move("/publish")
    visitor = window(screen=PHONE)
    visitor.go("/published/")
    visitor.page.locator("main a", has_text=TITLE).first.click()
    assert "扶手和防滑条已全部装好" in visitor.text()


def test_the_resident_who_spoke_first_sees_the_outcome_and_rates_it(window, told):
    deputy = window("shen", screen=PHONE)
    deputy.go(f"/voices/{told['voice']}/")
    deputy.move("feed_back", answer="扶手和防滑条都装好了，您去看看。")
    phone = window(screen=PHONE)
    phone.go(f"/track/{told['code']}/")
    assert "扶手和防滑条都装好了" in phone.text()
    phone.page.check("main [name=rating][value=satisfied]", force=True)
    phone.page.locator("main form", has=phone.page.locator("[name=rating]")).locator(
        "button[type=submit], button:not([type])"
    ).first.click()
    phone.page.wait_for_load_state()
    phone.go(f"/track/{told['code']}/")
    assert "满意" in phone.text()


def test_the_file_the_trail_and_the_chain_hold_all_of_it(window, site, told):
    deputy = window("shen")
    deputy.go("/desk/")
    deputy.page.locator("a[href*='/file/']").first.click()
    lines = deputy.page.locator(f"main a[href='{told['case']}']")
    assert lines.count() >= 6
    lines.first.click()
    assert TITLE in deputy.text()
    trail = deputy.page.locator("main .trail").inner_text()
    for act in ("交办", "签收", "答复", "办结"):
        assert act in trail
    site.lianxin("drain")
    status, said = site.lianxin("verify-trail")
    assert (status, "：完整。" in said) == (0, True)


def test_no_page_of_the_walk_complained_in_the_console(window, told):
    for account in ("shen", "office", "traffic"):
        each = window(account)
        for path in ("/desk/", told["case"], "/voices/", "/suggestions/", "/notices/"):
            each.go(path)
        assert each.faults == []
