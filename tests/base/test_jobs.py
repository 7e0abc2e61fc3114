"""Work that takes long: taken once, never lost, never done twice; and the way of a sheet."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.utils import timezone

from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs import tasks
from lianxin.base.jobs.actions import queue, sheets
from lianxin.base.jobs.models import DailyRun, Job, StagedRow
from lianxin.base.jobs.queries import jobs_in, landed_rows, rows_of
from lianxin.base.paper import clean
from lianxin.base.paper.layout import Column, Layout
from lianxin.base.paper.reasons import because
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.keyring import key_of
from tests.factories.sheets import xlsx

pytestmark = pytest.mark.django_db
DAILY = import_module("lianxin.base.jobs.actions.daily")  # its function has the same name
SEAT = SimpleNamespace(pk=7)
WHERE = jobs.Where(cell_id=1, actor=MACHINE, on=date(2026, 11, 24))
THINGS = Layout(
    name="Things",
    columns=(
        Column("name", "Name", ("名称",), clean.line(20), required=True),
        Column("size", "Size", ("大小",), clean.whole),
        Column("code", "Code", ("密码",), clean.line(20), secret=True),
    ),
)
HEADINGS = ("名称", "大小", "密码")


class Store(dict):
    """A shelf of things by name, with the road that leads to it."""

    def plan(self, where, rows, *, says, hold=False):
        return [self.plan_of(row) for row in rows]

    def plan_of(self, row):
        name, size = row["name"], row["size"]
        if name == "doubtful":
            return jobs.Plan("fault", key="name", reason=because("Which one?"))
        if name not in self:
            return jobs.Plan("new", record=(name, size))
        if self[name] == size:
            return jobs.Plan("unchanged", 1)
        return jobs.Plan("changed", 1, {"size": [str(self[name]), str(size)]}, record=(name, size))

    def land(self, where, plans):
        self.update(plan.record for plan in plans if plan.verdict in ("new", "changed"))

    def words(self, values, key):
        return str(values.get(key, ""))


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def road(store):
    return jobs.Road(
        "import.things", "Things", THINGS, store.plan, store.land, ("name",), store.words
    )


@pytest.fixture
def kind(monkeypatch):
    """A kind of job whose runner a test may choose; it must leave a mark to have run."""
    found = {}
    monkeypatch.setattr(queue, "runners", lambda: found)
    return found


def asked(**told):
    return jobs.ask("import.things", seat=SEAT, cell_id=1, step="stage", **told)


def handed_in(content, name="things.xlsx"):
    job = asked(parameters=jobs.named(content, name))
    return jobs.claim(job.pk), content


def staged(road, content):
    """A job of that file, staged and waiting for a yes."""
    job, content = handed_in(content)
    jobs.stage(job, road, WHERE, content)
    Job.objects.filter(pk=job.pk).update(phase=Job.Phase.READY)
    return Job.objects.get(pk=job.pk)


def landed(job, road, **told):
    said = jobs.confirm(job.pk, seat=SEAT, digest=job.result["digest"], **told)
    jobs.land_staged(jobs.claim(said.pk), road, WHERE)
    return Job.objects.get(pk=job.pk)


def verdicts(job):
    return [(row.row, row.verdict) for row in rows_of(job)]


THREE = xlsx(HEADINGS, ("chair", 4, "a"), ("table", 2, "b"), ("", 1, "c"))

# The queue


def test_a_job_is_taken_by_one_process_alone():
    job = asked()
    assert jobs.claim().pk == job.pk
    assert jobs.claim() is None


def test_what_waits_longest_is_taken_first():
    first, second = asked(), asked()
    assert [jobs.claim().pk, jobs.claim().pk] == [first.pk, second.pk]


def test_a_runner_says_in_which_phase_its_job_ends(kind):
    kind["import.things"] = lambda job: Job.Phase.READY
    job = asked()
    assert jobs.step() is True
    assert Job.objects.get(pk=job.pk).phase == Job.Phase.READY
    assert jobs.step() is False


def test_a_fault_is_kept_with_the_job_and_the_worker_lives_on(kind, caplog):
    def fails(job):
        raise ValueError("no such thing")

    kind["import.things"] = fails
    job = asked()
    assert jobs.step() is True
    kept = Job.objects.get(pk=job.pk)
    assert (kept.phase, kept.message) == (Job.Phase.FAILED, "no such thing")


def test_a_job_that_was_cancelled_meanwhile_stays_cancelled(kind):
    kind["import.things"] = lambda job: jobs.cancel(job.pk) and Job.Phase.DONE
    job = asked()
    jobs.step()
    assert Job.objects.get(pk=job.pk).phase == Job.Phase.CANCELLED


def test_what_a_dead_process_left_is_queued_again_and_fails_after_three_tries():
    job = asked()
    phases = []
    for _try in range(3):
        jobs.claim()
        jobs.restart_left_running(older_than=timedelta(0))
        phases.append(Job.objects.get(pk=job.pk).phase)
    assert phases == [Job.Phase.QUEUED, Job.Phase.QUEUED, Job.Phase.FAILED]


def test_a_job_that_runs_since_a_moment_is_left_alone():
    asked()
    jobs.claim()
    assert jobs.restart_left_running() == 0


def test_whoever_was_overtaken_can_neither_report_nor_write():
    asked()
    slow = jobs.claim()
    jobs.restart_left_running(older_than=timedelta(0))
    quick = jobs.claim()
    jobs.report(quick, done=1, total=2)
    with pytest.raises(jobs.Overtaken):
        jobs.report(slow, done=9, total=9)
    assert Job.objects.get(pk=quick.pk).done == 1


# Once a day


def test_a_daily_task_is_done_once_a_day_and_cell(monkeypatch):
    ran = []
    task = {"sweep": lambda cell_id, today: ran.append((cell_id, today.day))}
    monkeypatch.setattr(DAILY, "declared", lambda n: task)
    for day in (24, 24, 25):
        jobs.daily([1, 2], today=date(2026, 11, day))
    assert ran == [(1, 24), (2, 24), (1, 25), (2, 25)]


def test_a_daily_task_left_unfinished_is_taken_over(monkeypatch):
    ran = []
    monkeypatch.setattr(DAILY, "declared", lambda n: {"sweep": lambda c, d: ran.append(c)})
    DailyRun.objects.create(task="sweep", cell_id=1, day=date(2026, 11, 24))
    jobs.daily([1], today=date(2026, 11, 24))
    assert ran == []
    DailyRun.objects.update(started_at=timezone.now() - timedelta(hours=1))
    jobs.daily([1], today=date(2026, 11, 24))
    assert ran == [1]


# A sheet is staged


def test_each_row_is_staged_with_its_verdict(road, store):
    store.update(table=3)
    job = staged(
        road, xlsx(HEADINGS, ("chair", 4), ("table", 2), ("", 1, "c"), ("doubtful", 1), ("合计", 7))
    )
    assert verdicts(job) == [
        (2, "new"),
        (3, "changed"),
        (4, "fault"),
        (5, "fault"),
        (6, "left_out"),
    ]
    assert job.result["counts"] == {
        "new": 1,
        "changed": 1,
        "unchanged": 0,
        "fault": 2,
        "left_out": 1,
        "maybe": 0,
    }
    assert [row.changes for row in rows_of(job, "changed")] == [{"size": ["3", "2"]}]
    assert [row.faults[0]["reason"]["text"] for row in rows_of(job, "fault")] == [
        "“%(heading)s” is missing.",
        "Which one?",
    ]
    assert landed_rows(job) == 2


def test_staging_changes_nothing_yet(road, store):
    staged(road, THREE)
    assert store == {}


def test_secrets_of_a_row_that_cannot_land_are_not_kept(road):
    job = staged(road, THREE)
    held = [row.values.get("code") for row in rows_of(job)]
    assert [key_of(code) > 0 for code in held[:2]] == [True, True]
    assert (held[2], {"a", "b"} & set(held)) == (None, set())


def test_what_no_database_takes_as_text_is_left_out(road):
    job, content = handed_in("名称,大小,密码\nch\x00air,4,\n".encode(), "things.csv")
    jobs.stage(job, road, WHERE, content)
    assert [row.values["name"].replace(" ", "") for row in rows_of(job)] == ["chair"]


def test_a_file_that_cannot_be_read_says_why(road):
    job, content = handed_in(b"MZ\x90\x00\x03" * 40)
    outcome = jobs.stage(job, road, WHERE, content)
    assert str(outcome.unreadable) == "This is a program, not a sheet."
    assert Job.objects.get(pk=job.pk).result["unreadable"]["text"] == outcome.unreadable.text


def test_a_worker_killed_in_the_middle_leaves_no_row_twice(road, monkeypatch):
    rows = [(f"thing {n}", n) for n in range(7)]
    job, content = handed_in(xlsx(HEADINGS, *rows))
    monkeypatch.setattr(sheets, "CHUNK", 3)
    told = iter([None, None])  # it dies when it has told twice how far it is

    def dies(*args, **kwargs):
        if next(told, "dead") == "dead":
            raise KeyboardInterrupt

    with monkeypatch.context() as death:
        death.setattr(sheets, "report", dies)
        with pytest.raises(KeyboardInterrupt):
            jobs.stage(job, road, WHERE, content)
    assert StagedRow.objects.filter(job=job).count() == 6
    jobs.restart_left_running(older_than=timedelta(0))
    again = jobs.claim()
    jobs.stage(again, road, WHERE, content)
    assert [row.row for row in rows_of(again)] == [2, 3, 4, 5, 6, 7, 8]
    with pytest.raises(jobs.Overtaken):  # the dead one, if it was only slow
        jobs.stage(job, road, WHERE, content)
    assert StagedRow.objects.filter(job=job).count() == 7


# Yes or no


def test_a_yes_lands_the_good_rows_and_keeps_the_faulty_ones(road, store):
    job = landed(staged(road, THREE), road)
    assert store == {"chair": 4, "table": 2}
    assert job.phase == Job.Phase.DONE
    assert verdicts(job) == [(4, "fault")]


def test_what_was_changed_is_kept_without_secrets(road, store):
    store.update(table=3)
    job = landed(staged(road, THREE), road)
    assert [(row.values, row.changes) for row in rows_of(job, "changed")] == [
        ({"name": "table", "size": 2}, {"size": ["3", "2"]})
    ]


def test_a_second_yes_does_nothing(road):
    job = landed(staged(road, THREE), road)
    assert jobs.confirm(job.pk, seat=SEAT, digest=job.result["digest"]) is None
    assert jobs.claim() is None


def test_a_yes_to_something_that_was_not_shown_does_nothing(road):
    job = staged(road, THREE)
    assert jobs.confirm(job.pk, seat=SEAT, digest="of yesterday") is None
    assert Job.objects.get(pk=job.pk).phase == Job.Phase.READY


def test_all_or_nothing_waits_until_nothing_is_faulty(road, store):
    faulty, right = staged(road, THREE), staged(road, xlsx(HEADINGS, ("chair", 4)))
    digest = faulty.result["digest"]
    assert jobs.confirm(faulty.pk, seat=SEAT, digest=digest, whole=True) is None
    landed(right, road, whole=True)
    assert store == {"chair": 4}


def test_a_preview_that_has_grown_old_lands_nothing(road, store):
    job = staged(road, THREE)
    store.update(chair=4)
    said = jobs.confirm(job.pk, seat=SEAT, digest=job.result["digest"])
    with pytest.raises(jobs.Stale):
        jobs.land_staged(jobs.claim(said.pk), road, WHERE)
    assert store == {"chair": 4}


def test_a_job_that_was_given_up_forgets_its_rows_and_cannot_land(road):
    job = staged(road, THREE)
    assert jobs.cancel(job.pk) is True
    assert StagedRow.objects.filter(job=job).count() == 0
    assert jobs.confirm(job.pk, seat=SEAT, digest=job.result["digest"]) is None
    assert jobs.cancel(job.pk) is False


def test_what_has_landed_cannot_be_given_up(road):
    job = landed(staged(road, THREE), road)
    assert jobs.cancel(job.pk) is False


def test_what_nobody_says_yes_to_is_forgotten_after_thirty_days(road):
    old, new, done = staged(road, THREE), staged(road, THREE), landed(staged(road, THREE), road)
    Job.objects.filter(pk__in=[old.pk, done.pk]).update(asked_at=datetime(2026, 10, 1, tzinfo=UTC))
    tasks.forget(1, date(2026, 11, 24))
    kept = {job.pk: job.phase for job in jobs_in(1, ["import.things"])}
    assert kept == {old.pk: "cancelled", new.pk: "ready", done.pk: "done"}
    assert set(StagedRow.objects.values_list("job", flat=True)) == {new.pk}


# At once


def test_the_command_line_lands_at_once_and_leaves_a_trail(road, store):
    outcome, done = jobs.bring_in_file(road, WHERE, THREE, "things.xlsx")
    assert (done, store) == (True, {"chair": 4, "table": 2})
    job = Job.objects.get()
    assert (job.phase, job.seat_id, job.parameters["name"]) == ("done", None, "things.xlsx")
    assert job.result["counts"] == outcome.counts
    assert verdicts(job) == [(4, "fault")]


def test_a_dry_run_leaves_nothing(road, store):
    outcome, done = jobs.bring_in_file(road, WHERE, THREE, "things.xlsx", dry=True)
    assert (done, outcome.counts["new"], store, Job.objects.count()) == (False, 2, {}, 0)


def test_all_or_nothing_lands_nothing_when_a_row_is_faulty(road, store):
    _outcome, done = jobs.bring_in_file(road, WHERE, THREE, "things.xlsx", whole=True)
    assert (done, store) == (False, {})


def test_what_moves_between_looking_and_landing_is_looked_at_again(road, store):
    looks = []

    def plan(where, rows, *, says, hold=False):
        if not hold and not looks:
            looks.append(1)
            found = store.plan(where, rows, says=says)
            store.update(chair=4)  # somebody else was quicker
            return found
        return store.plan(where, rows, says=says)

    quick = jobs.Road("import.things", "T", THINGS, plan, store.land, (), store.words)
    outcome, done = jobs.bring_in_file(quick, WHERE, THREE, "things.xlsx")
    assert (done, outcome.counts["new"], outcome.counts["unchanged"]) == (True, 1, 1)
