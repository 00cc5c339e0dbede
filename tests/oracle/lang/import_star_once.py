# set: first
# from m import *; a module runs once, at its first import.
from geometry import *
import noisy

print(area(2), Square(2).area(), PI, loaded)
try:
    _secret
except NameError as e:
    print(e)


def later():
    import noisy
    from noisy import bump
    return bump() + noisy.bump()


print(later(), noisy.count)
import noisy
print(noisy.bump())
from noisy import count
print(count)
noisy.bump()
print(count, noisy.count)
