# verdict: unknown
# options: --limit memory=64M
# limit: MiB of memory
# todo: a part of the search does not look at the clock, and the answer may take a minute and more
from threading import Thread
log = []
def write():
    while True:
        log.append("x" * 1000)
for _ in range(2):
    Thread(target=write).start()
