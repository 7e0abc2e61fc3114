"""The invented county's institution: places, congresses, organs, units, stations, seats."""

from datetime import date
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from lianxin.base.accounts.models import User
from lianxin.demo import places
from lianxin.institution.congress.actions import set_rule
from lianxin.institution.congress.models import (
    Cell,
    Congress,
    DeputyGroup,
    Mandate,
    Membership,
    Organ,
    Person,
    Region,
    RuleProfile,
    Seat,
    Session,
    Term,
    Unit,
)
from lianxin.institution.stations.models import Bureau, Venue

SINCE = date(2020, 1, 1)
TERM = date(2021, 11, 26)
OF_WORK = ("education", "degree", "trade", "sector", "expertise")
OFFICE = "县人大常委会选任联工委"
ACCOUNTS = (  # account, role, title, holder: one a role for the printed table
    ("shen", _("deputy"), "县人大代表", "沈明禾"),
    ("lu", _("deputy (co-signer)"), "县人大代表", "陆怀川"),
    ("qiao", _("deputy (co-signer)"), "县人大代表", "乔小满"),
    ("station", _("liaison officer"), "石滩村代表联络站", "柳叶青"),
    ("town", _("town clerk"), "柳桥镇人大", "何春生"),
    ("chair", _("presidium chair"), "柳桥镇人大主席团", "魏东山"),
    ("office", _("deputy-affairs office"), OFFICE, "周知夏"),
    ("head", _("head of the office"), OFFICE, "高远亭"),
    ("gov", _("gov. supervision"), "县政府督查室", "秦守一"),
    ("traffic", _("lead unit, clerk"), "县交通运输局", "路平安"),
    ("traffic-head", _("lead unit, head"), "县交通运输局", "石铺金"),
    ("school", _("co-unit, clerk"), "县教育体育局", "文书雅"),
    ("school-head", _("co-unit, head"), "县教育体育局", "师道远"),
    ("build", _("another unit, clerk"), "县住房和城乡建设局", "梁栋"),
    ("build-head", _("another unit, head"), "县住房和城乡建设局", "宋瓦"),
    ("liuqiao", _("town unit, clerk"), "柳桥镇村镇建设办公室", "蓝图"),
    ("sys", _("system administrator"), "青溪县信息中心", "管一"),
    ("sec", _("security administrator"), "青溪县信息中心", "管二"),
    ("audit", _("auditor"), "青溪县信息中心", "管三"),
)


def exists():
    """Whether the demonstration county stands in this database."""
    return Cell.objects.filter(code=places.COUNTY[0], demo=True).exists()


def build(password):
    """Build the institution and one account a role. Returns what the stories need."""
    made, password = SimpleNamespace(), make_password(password)  # hashed once: it is slow by design
    _places(made)
    _congresses(made)
    _organs_and_units(made)
    _deputies(made)
    _stations(made)
    _seats(made, password)
    _own_rules(made)
    return made


def _region(code, name, rank, parent):
    return Region.objects.create(
        code=code, name=name, rank=rank, parent=parent, valid_from=date(2023, 6, 30)
    )


def _places(made):
    province = _region("99", "清远省", "province", None)
    city = _region("9908", "安澜市", "city", province)
    made.region = _region(*places.COUNTY, "county", city)
    made.cell = Cell.objects.create(
        code=places.COUNTY[0], name=places.COUNTY[1], region=made.region, demo=True
    )
    made.towns, made.villages = [], []
    for code, name, villages in places.TOWNS:
        town = _region(code, name, "town", made.region)
        made.towns.append(town)
        made.villages.append(
            [_region(f"{code}{n:03d}", v, "village", town) for n, v in enumerate(villages, 200)]
        )


def _congresses(made):
    names = {
        "national": "全国人民代表大会",
        "province": "清远省人民代表大会",
        "city": "安澜市人民代表大会",
        "county": "青溪县人民代表大会",
    }
    made.congresses = {
        level: Congress.objects.create(cell=made.cell, name=name, level=level)
        for level, name in names.items()
    }
    made.congress = made.congresses["county"]
    made.congress.short, made.congress.region = "青建", made.region
    made.congress.save()
    made.term = Term.objects.create(congress=made.congress, number=19, begins_on=TERM)
    made.session = Session.objects.create(
        term=made.term, number=5, opened_on=date(2026, 1, 13), closed_on=date(2026, 1, 16)
    )
    for town in made.towns[:4]:
        congress = Congress.objects.create(
            cell=made.cell, name=f"{town.name}人民代表大会", level="town", region=town
        )
        Term.objects.create(congress=congress, number=11, begins_on=TERM)


def _organs_and_units(made):
    made.office = Organ.objects.create(
        cell=made.cell,
        congress=made.congress,
        name=OFFICE,
        kind=Organ.Kind.DEPUTY_AFFAIRS_OFFICE,
        phone="0800-5550001",
    )
    made.presidium = Organ.objects.create(
        cell=made.cell,
        name="柳桥镇人大主席团",
        kind=Organ.Kind.PRESIDIUM,
        region=made.towns[0],
        phone="0800-5550011",
    )
    made.units = {
        name: Unit.objects.create(
            cell=made.cell, name=name, short=short, kind=kind, region=_home_of(made, name)
        )
        for name, short, kind in places.UNITS
    }


def _home_of(made, name):
    """The town or village with whose name a unit's begins; none for the county's own."""
    homes = [*made.towns, *(village for some in made.villages for village in some)]
    return next((home for home in homes if name.startswith(home.name)), None)


def _deputies(made):
    made.mandates = {}
    for n, (name, sex, born, party, post, town) in enumerate(places.DEPUTIES, 1):
        person = Person.objects.create(
            cell=made.cell,
            name=name,
            sex=sex,
            ethnicity="05" if "·" in name else "01",
            born=born,
            party=party,
            post=post,
            phone=f"139000003{n:02d}",
            **dict(zip(OF_WORK, places.WORK[name], strict=True)),
        )
        made.mandates[name] = Mandate.objects.create(
            person=person,
            congress=made.congress,
            term=made.term,
            region=made.towns[town],
            district=f"{made.towns[town].name}选区",
            certificate=f"青1900{n:03d}",
            begins_on=TERM,
        )
        for level in places.HIGHER.get(name, ()):
            Mandate.objects.create(
                person=person, congress=made.congresses[level], region=made.towns[town]
            )
    _in_towns(made)
    for name, towns in places.GROUPS:
        group = DeputyGroup.objects.create(
            cell=made.cell, name=name, congress=made.congress, valid_from=TERM
        )
        members = [made.mandates[d[0]] for d in places.DEPUTIES if d[5] in towns]
        Membership.objects.bulk_create(
            Membership(group=group, mandate=m, convenes=n == 0, valid_from=TERM)
            for n, m in enumerate(members)
        )


def _in_towns(made):
    """Who sits in the congress of the own town as well."""
    for n, name in enumerate(places.IN_TOWN, 1):
        town = made.mandates[name].region
        term = Term.objects.get(congress__region=town, congress__level="town")
        Mandate.objects.create(
            person=made.mandates[name].person,
            congress=term.congress,
            term=term,
            region=town,
            district=f"第{n}选区",
            certificate=f"镇1100{n:03d}",
            begins_on=TERM,
        )


def _stations(made):
    made.venues = []
    for town, name, kind, served, address, phone in places.STATIONS:
        venue = Venue.objects.create(
            cell=made.cell,
            name=name,
            kind=kind,
            region=made.towns[town],
            address=address,
            phone=phone,
            hours=places.HOURS,
        )
        venue.serves.set([made.villages[town][n] for n in served])
        venue.deputies.set([made.mandates[d[0]] for d in places.DEPUTIES if d[5] == town])
        made.venues.append(venue)
    for kind, name, address, phone in places.BUREAUS:
        Bureau.objects.create(
            cell=made.cell,
            kind=kind,
            name=name,
            address=address,
            phone=phone,
            hours=places.BUREAU_HOURS,
        )


def _seats(made, password):
    where = {
        "station": ("liaison_officer", {"venue_id": made.venues[1].pk}),
        "town": ("town_clerk", {"organ": made.presidium, "region": made.towns[0]}),
        "chair": ("leader", {"organ": made.presidium, "region": made.towns[0]}),
        "office": ("office", {"organ": made.office}),
        "head": ("leader", {"organ": made.office}),
        "gov": ("gov_supervision", {}),
        "traffic": ("unit_clerk", {"unit": made.units["县交通运输局"]}),
        "traffic-head": ("unit_leader", {"unit": made.units["县交通运输局"]}),
        "school": ("unit_clerk", {"unit": made.units["县教育体育局"]}),
        "school-head": ("unit_leader", {"unit": made.units["县教育体育局"]}),
        "build": ("unit_clerk", {"unit": made.units["县住房和城乡建设局"]}),
        "build-head": ("unit_leader", {"unit": made.units["县住房和城乡建设局"]}),
        "liuqiao": ("unit_clerk", {"unit": made.units["柳桥镇村镇建设办公室"]}),
        "sys": ("sys_admin", {}),
        "sec": ("security_admin", {}),
        "audit": ("auditor", {}),
    }
    made.seats = {}
    for account, _role, title, holder in ACCOUNTS:
        role, place = where.get(account, ("deputy", {"mandate": made.mandates.get(holder)}))
        made.seats[account] = _seat(made, account, role, title, holder, password, place)
    for n, (holder, *_rest) in enumerate(places.DEPUTIES):
        if holder not in {a[3] for a in ACCOUNTS}:
            place = {"mandate": made.mandates[holder]}
            made.seats[holder] = _seat(
                made, f"deputy{n + 1}", "deputy", "县人大代表", holder, password, place
            )
    for unit, *holders in places.PEOPLE_OF_UNITS:
        for role, holder in zip(("unit_clerk", "unit_leader"), holders, strict=True):
            place = {"unit": made.units[unit]}
            account = f"{made.units[unit].pk}-{role.removeprefix('unit_')}"
            made.seats[unit, role] = _seat(made, account, role, unit, holder, password, place)


def _seat(made, account, role, title, holder, password, place):
    user = User.objects.create(username=account, password=password, name=holder)
    return Seat.objects.create(
        user=user,
        role=role,
        cell=made.cell,
        holder=holder,
        title=title,
        valid_from=SINCE,
        **place,
    )


def _own_rules(made):
    """This county passes a verdict on as soon as one is there, so that a walk needs no waiting."""
    profile = RuleProfile.objects.create(name="青溪县", cell=made.cell)
    set_rule(
        profile,
        "eval.release.min",
        1,
        unit="n",
        basis="《青溪县代表建议办理办法》（演示）：随评随转",
        basis_en="the demonstration county's own measures: passed on at once",
        valid_from=SINCE,
        verified=True,
    )
