# Of three alike one may die, whoever is last: no order may be taken for all when it is told who died.
# finds: assertion, race, lost-update
# verdict: fails
import threading

count = 0


def work():
    global count
    count += 1
    assert count < 3


ts = [threading.Thread(target=work) for _ in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(count)
