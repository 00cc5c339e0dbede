def hanoi(k, a, b, c):
    if k == 0:
        return 0
    return hanoi(k - 1, a, c, b) + 1 + hanoi(k - 1, c, b, a)


def run(n):
    total = 0
    while total < n:
        total += hanoi(10, "a", "b", "c")
    return total


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
