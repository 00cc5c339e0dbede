"""del of a variable of a function that inner functions see, before it has a value, twice, and by an inner function."""


def outer(how):
    def inner():
        return kept

    def rid():
        nonlocal kept
        del kept

    if how == "never":
        del kept
    kept = 1
    if how == "twice":
        del kept
        del kept
    if how == "within":
        rid()
        rid()
    if how == "loop":
        for i in range(2):
            del kept
    rid() if how == "read" else None
    return inner()


for how in "never", "twice", "within", "loop", "read", "not at all":
    try:
        print(how, outer(how))
    except NameError as e:
        print(how, type(e).__name__, e)
