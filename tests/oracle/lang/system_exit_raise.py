# set: first
# exit: 42


def deep(n):
    if n == 0:
        raise SystemExit(42)
    deep(n - 1)


print("going down")
deep(5)
