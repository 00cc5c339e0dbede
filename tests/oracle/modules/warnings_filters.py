# set: first
# stderr: last
import sys
import warnings

with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warnings.warn("first")
    warnings.warn("second", RuntimeWarning)
    warnings.warn(UserWarning("third"))
    print([(str(w.message), w.category.__name__, w.lineno) for w in log])
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("default")
    for _ in range(3):
        warnings.warn("once a line")
    print(len(log))
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warnings.warn("as an error", DeprecationWarning)
    except DeprecationWarning as e:
        print("caught", e)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    warnings.warn("not seen")
with warnings.catch_warnings(record=True) as log:
    warnings.filterwarnings("ignore", message="bad")
    warnings.warn("bad thing")
    warnings.warn("good thing")
    print([str(w.message) for w in log])


def old():
    warnings.warn("old() is deprecated", DeprecationWarning, stacklevel=2)


with warnings.catch_warnings(record=True) as log:
    old()
    print(log[0].lineno, log[0].category is DeprecationWarning, warnings.formatwarning("m", UserWarning, "f.py", 3, "x = 1"))
for bad in (lambda: warnings.warn("x", int), lambda: warnings.filterwarnings("nope")):
    try:
        bad()
    except (TypeError, AssertionError) as e:
        print(type(e).__name__, e)
warnings.warn("the last one")
