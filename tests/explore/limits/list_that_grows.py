# verdict: unknown
# options: --limit memory=64M
# limit: MiB of memory
from threading import Thread
log = []
def write():
    while True:
        log.append("x" * 1000)
for _ in range(2):
    Thread(target=write).start()
