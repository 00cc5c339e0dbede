def check(i):
    if i % 3 == 0:
        raise ValueError(i)
    return i


def run(n):
    caught = 0
    for i in range(n):
        try:
            check(i)
        except ValueError as e:
            caught += 1
        finally:
            caught += 0
    return caught


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
