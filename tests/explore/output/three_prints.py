# options: --outputs
# finds: nothing
# outcomes: a b c
# interleavings: 6
from threading import Thread

ts = [Thread(target=print, args=(letter,)) for letter in "abc"]
for t in ts:
    t.start()
for t in ts:
    t.join()
