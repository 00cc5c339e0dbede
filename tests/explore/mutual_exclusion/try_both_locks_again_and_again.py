# Who does not get the second lock puts the first one back: each may hinder the other for long, but not for ever.
# finds: nothing
# outcomes: 2
from threading import Lock, Thread

a = Lock()
b = Lock()
n = 0


def work(first, second):
    global n
    while True:
        with first:
            if second.acquire(blocking=False):
                n += 1
                second.release()
                return


ts = [Thread(target=work, args=pair) for pair in ((a, b), (b, a))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
