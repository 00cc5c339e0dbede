# finds: nothing
# outcomes: 1
# interleavings: 1
from greenlet import getcurrent, greenlet

main = getcurrent()
print(greenlet(lambda: main.switch(1)).switch())
