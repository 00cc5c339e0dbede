# finds: deadlock
# outcomes: deadlock
from threading import Event, Thread

all_started = Event()


def work(me):
    all_started.wait()
    ts[1 - me].join()


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
all_started.set()
for t in ts:
    t.join()
print("done")
