# set: first
# exit: 1
# stderr: last
# An exception that nobody catches ends the program with 1; finally blocks still run.

def inner(n):
    try:
        if n == 0:
            return 100 // n
        return inner(n - 1)
    finally:
        print("leaving", n)


print("start")
inner(3)
print("never")
