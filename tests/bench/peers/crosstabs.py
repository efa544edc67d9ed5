"""The 500 cross-tables of crosstabs_bench.c with pandas: crosstabs.py RECORDS FILE CELLS"""
import sys
import time

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

n, path, cells = int(sys.argv[1]), sys.argv[2], sys.argv[3]
valid = [5] * 50 + [2, 3, 5, 7, 4, 12, 2, 6, 3, 9]
raw = np.fromfile(path, dtype=np.uint8).reshape(60, n)
# categoricals are what pandas groups fastest: the codes are there already
d = pd.DataFrame({k: pd.Categorical.from_codes(raw[k].astype(np.int8), range(valid[k] + 3)) for k in range(60)})
start, used = time.perf_counter(), time.process_time()
tables = [d.groupby([i, 50 + b], observed=False).size() for i in range(50) for b in range(10)]
print("count %.4f %.4f" % (time.perf_counter() - start, time.process_time() - used))
start, total = time.perf_counter(), 0.0
for t, table in enumerate(tables):
    m = table.to_numpy().reshape(8, valid[50 + t % 10] + 3)[:5, :valid[50 + t % 10]]
    total += chi2_contingency(m, correction=False)[0]
print("test %.6f %.17g" % (time.perf_counter() - start, total))
with open(cells, "w") as out:
    for t, table in enumerate(tables):
        columns = valid[50 + t % 10] + 3
        for c, count in enumerate(table.to_numpy()):
            if count:
                out.write("%d,%d,%d,%d,%d\n" % (t // 10, t % 10, c // columns, c % columns, count))
