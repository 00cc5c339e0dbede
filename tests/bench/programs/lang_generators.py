def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


def evens(source):
    for v in source:
        if v % 2 == 0:
            yield v


def run(n):
    return sum(v * 2 for v in evens(numbers(n)))


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
