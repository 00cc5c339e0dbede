import time


def endless():
    while True:
        yield 1


def switch(n):
    g = endless()
    for i in range(n):
        next(g)


switch(1000)
began = time.process_time()
switch(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
