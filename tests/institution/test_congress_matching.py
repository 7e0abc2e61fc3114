"""Who of a sheet is who of the roster, without a database."""

from lianxin.institution.congress.imports.matching import Doubt, Known, Maybe, Wanted, match
from lianxin.institution.congress.imports.places import number_in

HERE = (1, 2)


def known(name="王伟", **told):
    return Known(name, **told)


def wanted(name="王伟", place=HERE, **told):
    return Wanted(name, place, **told)


def who(rows, persons):
    """For each row the number of the person, None for a new one, "?" for a doubt."""
    return [said(one, persons) for one in match(rows, persons)]


def said(found, persons):
    if isinstance(found, Doubt):
        return "?"
    if isinstance(found, Maybe) and found.person is None:
        return f"maybe row {found.row}"
    if isinstance(found, Maybe):
        return f"maybe {persons.index(found.person)}"
    return found and persons.index(found)


def test_name_sex_and_birth_are_the_person():
    persons = [known(sex="1", born="1970-03"), known(sex="1", born="1970-04")]
    rows = [wanted(sex="1", born="1970-04"), wanted(sex="2", born="1970-03")]
    assert who(rows, persons) == [1, None]


def test_a_year_alone_fits_the_month_and_the_other_way_round():
    assert who([wanted(born="1970")], [known(born="1970-03")]) == [0]
    assert who([wanted(born="1970-03")], [known(born="1970")]) == [0]


def test_a_namesake_without_birth_is_taken_when_nobody_else_can_be_meant():
    assert who([wanted()], [known(born="1970-03")]) == [0]
    assert who([wanted(born="1970-03")], [known()]) == [0]


def test_two_persons_who_may_be_meant_are_a_doubt():
    assert who([wanted()], [known(born="1970-03"), known(born="1980-01")]) == ["?"]


def test_two_rows_that_may_mean_one_person_are_a_doubt():
    assert who([wanted(born="1970-03"), wanted(born="1980-01")], [known()]) == ["?", "?"]


def test_certificate_phone_or_district_settle_a_doubt():
    persons = [
        known(certificates=frozenset({"A1"}), phone="138"),
        known(phone="139", districts=frozenset({"云岭乡"})),
    ]
    assert who([wanted(certificate="A1")], persons) == [0]
    assert who([wanted(phone="139")], persons) == [1]
    assert who([wanted(district="云岭乡")], persons) == [1]


def test_a_certificate_settles_more_than_a_birth_that_was_mistyped():
    persons = [known(born="1970-03", certificates=frozenset({"A1"}))]
    assert who([wanted(born="1970-08", certificate="A1")], persons) == [0]


def test_of_two_namesakes_of_one_birth_the_phone_tells_which():
    persons = [known(born="1970-03", phone="138"), known(born="1970-03", phone="139")]
    rows = [wanted(born="1970-03", phone="139"), wanted(born="1970-03")]
    assert who(rows, persons) == [1, 0]


def test_who_was_taken_for_certain_is_not_taken_by_a_guess():
    persons = [known(born="1970-03")]
    assert who([wanted(), wanted(born="1970-03")], persons) == [None, 0]


def test_one_person_may_be_meant_twice_in_two_congresses():
    rows = [wanted(born="1970-03"), wanted(born="1970-03", place=(9, 9))]
    assert who(rows, [known(born="1970-03")]) == [0, 0]


def test_thousands_of_namesakes_are_settled_in_no_time():
    rows = [wanted(sex="1") for _n in range(3000)]
    assert set(who(rows, [known()])) == {"?"}


# Mistyped?

TEACHER = {"post": "柳溪镇中心小学教师"}


def maybe(row, person):
    """What is said of a row beside the one person of the roster."""
    return who([wanted(**row)], [known(**person)])[0]


def test_a_birth_with_one_slip_and_the_same_post_may_be_the_person():
    assert maybe({"born": "1970-04", **TEACHER}, {"born": "1970-03", **TEACHER}) == "maybe 0"
    assert maybe({"born": "1971-03", **TEACHER}, {"born": "1970-03", **TEACHER}) == "maybe 0"


def test_another_birth_altogether_needs_the_district_too():
    here = {"districts": frozenset({"柳溪镇"})}
    row, person = {"born": "1971-04", **TEACHER}, {"born": "1970-03", **TEACHER}
    assert maybe(row, person) is None
    assert maybe({**row, "district": "柳溪镇"}, person | here) == "maybe 0"


def test_of_one_district_but_of_another_post_is_a_namesake():
    here = {"districts": frozenset({"柳溪镇"})}
    row = {"born": "1970-04", "district": "柳溪镇"}
    assert maybe(row, {"born": "1970-03"} | here) == "maybe 0"
    assert maybe(row | {"post": "农民"}, {"born": "1970-03", **TEACHER} | here) is None


def test_the_same_phone_or_certificate_may_be_the_person_whatever_was_mistyped():
    row = {"born": "1981-04", "phone": "138", "certificate": "A1"}
    assert maybe(row, {"born": "1970-03", "phone": "138"}) == "maybe 0"
    assert maybe({**row, "sex": "1"}, {"sex": "2", "certificates": frozenset({"A1"})}) == "maybe 0"


def test_another_sex_with_the_same_birth_and_post_may_be_the_person():
    row = {"sex": "1", "born": "1970-03", **TEACHER}
    assert maybe(row, {"sex": "2", "born": "1970-03", **TEACHER}) == "maybe 0"
    assert maybe(row, {"sex": "2", "born": "1970-04", **TEACHER}) is None


def test_namesakes_with_nothing_in_common_stay_two_persons():
    assert maybe({"born": "1970-04"}, {"born": "1970-03"}) is None


def test_who_has_a_row_already_is_not_meant_by_a_second_one_but_the_rows_may_be_one():
    rows = [wanted(born="1970-03", **TEACHER), wanted(born="1970-08", **TEACHER)]
    assert who(rows, [known(born="1970-03", **TEACHER)]) == [0, "maybe row 0"]
    assert who(rows, []) == [None, "maybe row 0"]


def test_two_rows_with_phones_of_their_own_are_two_persons():
    rows = [
        wanted(born="1970-03", phone="138", **TEACHER),
        wanted(born="1970-08", phone="139", **TEACHER),
    ]
    assert who(rows, []) == [None, None]


def test_one_new_person_of_two_congresses_is_no_question():
    rows = [wanted(born="1970-03", phone="138"), wanted(born="1970-03", phone="138", place=(9, 9))]
    assert who(rows, []) == [None, None]


# Numbers in words


def test_terms_are_read_in_figures_and_in_words():
    told = ("第十八届", "18", "第二十届", "十", "第一〇届", "本届")
    assert [number_in(words) for words in told] == [18, 18, 20, 10, 10, None]
