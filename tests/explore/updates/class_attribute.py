# finds: lost-update, race
# outcomes: 1 2
# interleavings: 6
from threading import Thread


class Ticket:
    sold = 0


def sell():
    Ticket.sold += 1


ts = [Thread(target=sell) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(Ticket.sold)
