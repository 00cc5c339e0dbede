import time


def wait():
    yield 1
    yield 2



began = time.process_time()
all = []
for i in range(@N@):
    g = wait()
    next(g)
    all.append(g)
print("@@", (time.process_time() - began) * 1e9 / @N@)
