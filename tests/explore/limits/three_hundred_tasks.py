# verdict: unknown
# options: --limit states=3000
# limit: 3000 states|250 tasks
from threading import Thread
ts = [Thread(target=print, args=(i,)) for i in range(300)]
for t in ts: t.start()
for t in ts: t.join()
