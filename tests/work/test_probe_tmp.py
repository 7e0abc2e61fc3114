import time, os, cProfile, pstats
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from collections import Counter
from lianxin.kernel.perform import batch
from lianxin.work.suggestions.actions import suggestion
from lianxin.base.records.models import Entry, ClockRun
from tests.factories.batch import proposed
from tests.factories.county import told
@pytest.mark.django_db(transaction=True)
def test_batch(county, capsys):
    drafts=proposed(county,132)
    prof=os.environ.get("PROF")
    with capsys.disabled():
        if prof=="q":
            with CaptureQueriesContext(connection) as q:
                moved,refused=batch(suggestion.assign,drafts,actor=county.leader,via=told(2026,1,12))
            c=Counter(" ".join(x["sql"].split(" FROM ")[-1].split()[:1]) if x["sql"].startswith("SELECT") else x["sql"][:34] for x in q.captured_queries)
            print(len(q.captured_queries)); print(*c.most_common(20),sep="\n")
        elif prof:
            pr=cProfile.Profile(); pr.enable()
            moved,refused=batch(suggestion.assign,drafts,actor=county.leader,via=told(2026,1,12))
            pr.disable(); pstats.Stats(pr).sort_stats("cumtime").print_stats(45)
        else:
            w,c=time.perf_counter(),time.process_time()
            moved,refused=batch(suggestion.assign,drafts,actor=county.leader,via=told(2026,1,12))
            print("wall %.2f cpu %.2f"%(time.perf_counter()-w,time.process_time()-c))
        print(len(moved),len(refused),refused[:1],Entry.objects.count(),ClockRun.objects.count())
