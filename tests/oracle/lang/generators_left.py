"""Generators that stand in a try when nobody has them any more: closed at the end of the statement that left them."""

def steps(name):
    try:
        yield 1
        yield 2
        yield 3
    finally:
        print("closed", name)


found = {1: steps("popped from a dict")}
next(found[1])
found.pop(1)
print("after pop")

queue = [steps("first"), steps("second"), steps("cleared")]
for one in queue:
    next(one)
one = None
queue.pop(0)
print("after pop(0)")
queue.remove(queue[0])
print("after remove")
queue.clear()
print("after clear")

for a, b in zip([1], steps("zipped")):
    print(a, b)
print("after zip")


def show(*values):
    print(*values)


def within():
    found = {1: steps("in a function")}
    next(found[1])
    found.popitem()
    print("after popitem")


within()
kept = steps("kept to the end")
next(kept)
for i in range(100):
    str(i)
print("end")
