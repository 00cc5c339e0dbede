# set: first
# A counter made of a closure: each call of make_counter has its own count.

def make_counter(start=0, step=1):
    count = start

    def counter():
        nonlocal count
        count += step
        return count

    def reset():
        nonlocal count
        count = start

    counter_pair = (counter, reset)
    return counter_pair


tick, reset = make_counter()
tock, _ = make_counter(100, 10)
print(tick(), tick(), tick())
print(tock(), tock())
reset()
print(tick(), tock())
print(tick.__name__, reset.__name__)

adders = []
for n in range(3):
    adders.append(lambda x: x + n)
print([f(10) for f in adders])          # all see the last n

adders = [lambda x, n=n: x + n for n in range(3)]
print([f(10) for f in adders])
