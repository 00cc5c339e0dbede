# Who was joined is counted no more.
# finds: nothing
# outcomes: 1
from threading import Thread, active_count

ts = [Thread(target=int) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(active_count())
