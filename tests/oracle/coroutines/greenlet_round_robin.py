# set: first
# needs: greenlet
# A scheduler of greenlets: each gives way by switching to the parent.
from greenlet import getcurrent, greenlet


def give_way(value=None):
    return getcurrent().parent.switch(value)


def counter(name, n):
    for i in range(n):
        got = give_way((name, i))
        if got == "stop":
            return name + " was stopped"
    return name + " has ended"


ready = [(greenlet(counter), ("a", 3)), (greenlet(counter), ("b", 9)), (greenlet(counter), ("c", 1))]
rounds = 0
while ready:
    g, args = ready.pop(0)
    rounds += 1
    result = g.switch(*args)
    if g.dead:
        print("->", result)
    else:
        print(result)
        ready.append((g, ("stop",) if result[1] >= 4 else ("go",)))
print("rounds", rounds)
