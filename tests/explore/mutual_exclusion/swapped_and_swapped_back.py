# A compare-and-swap cannot tell that the value was another one in between.
# outcomes: "B gone" "B there"
from threading import Lock, Thread

top = "A"
below = {"A": "B", "B": None}
atomic = Lock()
popped = []


def swap(old, new):
    global top
    with atomic:
        if top != old:
            return False
        top = new
        return True


def pop_one():
    first = top
    rest = below.get(first)
    if swap(first, rest):
        popped.append(first)


def pop_two_and_push_one():
    with atomic:
        pass
    if swap("A", "B") and swap("B", None):
        popped.append("B")
        swap(None, "A")
        below["A"] = None


ts = [Thread(target=f) for f in (pop_one, pop_two_and_push_one)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("B", "there" if top == "B" else "gone")
