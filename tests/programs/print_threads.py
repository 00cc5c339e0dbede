# Lines arrive whole and none is lost; the harness counts them.
from threading import Thread
import sys


def talk(k):
    for i in range(50):
        print('line', k, i, 'of', 50)
        if i % 10 == 0:
            sys.stdout.write('part %d ' % k + 'end\n')
            sys.stdout.flush()


threads = [Thread(target=talk, args=(k,)) for k in range(8)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print('ok')
