# options: --outputs
# finds: nothing
# outcomes: a b
# interleavings: 2
from threading import Thread

ts = [Thread(target=print, args=(letter,)) for letter in "ab"]
for t in ts:
    t.start()
for t in ts:
    t.join()
