# The one that sleeps longer may be first.
# options: --outputs
# finds: nothing
# outcomes: long short
import time
from threading import Thread


def work(name, seconds):
    time.sleep(seconds)
    print(name)


ts = [Thread(target=work, args=args) for args in (("short", 0.01), ("long", 0.02))]
for t in ts:
    t.start()
for t in ts:
    t.join()
