# What was read two lines before is written back.
# finds: lost-update, race
# outcomes: 3 4
from threading import Thread

stock = 5


def sell():
    global stock
    seen = stock
    left = seen - 1
    stock = left


ts = [Thread(target=f) for f in (sell, sell)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(stock)
