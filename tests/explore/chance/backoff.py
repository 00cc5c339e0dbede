# Who does not get both locks throws a coin who is to wait: no order lasts for ever.
# finds: nothing
# outcomes: done
import random
from threading import Lock, Thread

a, b = Lock(), Lock()


def work(first, second):
    while True:
        with first:
            if second.acquire(blocking=False):
                second.release()
                return
        if random.choice([True, False]):
            first, second = second, first


ts = [Thread(target=work, args=pair) for pair in ((a, b), (b, a))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
