# Several stacks in one thread are not explored yet: the answer is "unknown", and never a wrong one.
# verdict: unknown
# finds: nothing
from greenlet import getcurrent, greenlet

main = getcurrent()
print(greenlet(lambda: main.switch(1)).switch())
