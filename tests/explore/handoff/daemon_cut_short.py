# finds: assertion, cut, race
# The end of the process cuts the daemon off between its two updates.
from threading import Thread

money, goods = 0, 1

def sell():
    global money, goods
    goods -= 1
    money += 5

clerk = Thread(target=sell, daemon=True)
clerk.start()
assert (money, goods) in ((0, 1), (5, 0))    # main ends here
