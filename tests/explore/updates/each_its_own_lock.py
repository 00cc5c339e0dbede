# finds: lost-update, race
# outcomes: 1 2
from threading import Lock, Thread

n = 0


def work(lock):
    global n
    with lock:
        n += 1


ts = [Thread(target=work, args=(Lock(),)) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
