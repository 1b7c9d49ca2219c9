"""Seconds that pabutools needs for one election, as JSON: the other half of the bench equal_shares.

python timed_pabutools.py FILE.pb    (pip install pabutools==1.2.3)
"""

import json
import sys
import time

from pabutools.election import Cardinality_Sat, Cost_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import lexico_tie_breaking

instance, profile = parse_pabulib(sys.argv[1])
profile = profile.as_multiprofile()
seconds = {}
for word, satisfaction in (("cost", Cost_Sat), ("card", Cardinality_Sat)):
    began = time.perf_counter()
    greedy_utilitarian_welfare(instance, profile, sat_class=satisfaction, tie_breaking=lexico_tie_breaking)
    seconds[f"greedy_{word}_s"] = time.perf_counter() - began
    began = time.perf_counter()
    method_of_equal_shares(instance, profile, sat_class=satisfaction, tie_breaking=lexico_tie_breaking)
    seconds[f"mes_{word}_s"] = time.perf_counter() - began
    # Completion takes pabutools more than an hour on the largest election.
    if len(profile) < 20_000:
        began = time.perf_counter()
        method_of_equal_shares(
            instance, profile, sat_class=satisfaction, tie_breaking=lexico_tie_breaking, voter_budget_increment=1
        )
        seconds[f"mes_add1_{word}_s"] = time.perf_counter() - began
print(json.dumps(seconds))
