# The barber sleeps until somebody sits down; there is one chair to wait on, and whoever finds it taken leaves.
# finds: nothing
# outcomes: "1 shaved" "2 shaved"
from threading import Condition, Thread

chair = 0
shaved = 0
left = 0
c = Condition()


def customer():
    global chair, left
    with c:
        if chair:
            left += 1
        else:
            chair = 1
        c.notify_all()


def barber():
    global chair, shaved
    with c:
        while shaved + left < 2:
            while not chair and shaved + left < 2:
                c.wait()
            if chair:
                chair = 0
                shaved += 1


ts = [Thread(target=f) for f in (barber, customer, customer)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(shaved, "shaved")
