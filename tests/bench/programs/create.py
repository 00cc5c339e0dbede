import time


def once():
    yield 1


def create(n):
    for i in range(n):
        for x in once():
            pass


create(1000)
began = time.process_time()
create(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
