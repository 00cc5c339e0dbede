# set: first
# and, or, not give values, and ask no more than they must.

def t(x):
    print("T%s" % x, end=" ")
    return True


def f(x):
    print("F%s" % x, end=" ")
    return False


print(t(1) and f(2) and t(3))
print(f(1) or t(2) or t(3))
print(not (f(1) or t(2)) or f(3))
print(0 or [] or "last", 1 and "x" and [], None and 1, "" or None)
print(bool("False"), bool(" "), bool([0]), bool({}), bool(0.0), bool(None), bool(range(0)), bool("0"))
print(True == 1, True is True, True + 1, [False, True][1 > 0], "ab"[True], sum([True, False, True]))
print(not 1 == 2, not not 5, 1 if [] else 2)
print(True & False, True | False, True ^ True, ~True, 5 & True)
print(isinstance(True & True, bool), type(True + 0), str(True), repr(False), int("1") == True)
value = None
name = value or "anonymous"
print(name, value if value is not None else "none")
assert 1 < 2, "fine"
try:
    assert 1 > 2, "one is not more"
except AssertionError as e:
    print("assert:", e)
try:
    assert []
except AssertionError as e:
    print("assert:", repr(str(e)), e.args)
