import time


def append(n):
    s = ""
    for i in range(n):
        s += "x"
    return s


append(1000)
began = time.process_time()
append(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
