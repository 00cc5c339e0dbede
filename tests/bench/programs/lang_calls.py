def add(a, b=1, *, c=2):
    return a + b + c


def twice(f, x):
    return f(f(x))


def run(n):
    total = 0
    for i in range(n):
        total = add(total, i, c=i) & 1023
        total = twice(lambda v: v + 1, total)
    return total


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
