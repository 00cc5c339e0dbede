# A counter that nobody stops has no last value.
# verdict: unknown
# options: --limit states=20000
# limit: 20000 states
from threading import Thread
n = 0
def count():
    global n
    while True:
        n += 1
for _ in range(2):
    Thread(target=count).start()
