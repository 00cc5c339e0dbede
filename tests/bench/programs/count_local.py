import time


def count(n):
    c = 0
    for i in range(n):
        c += 1
    return c


began = time.process_time()
count(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
