# set: first
# exit: 1
# stderr: last
def numbers():
    try:
        yield 1
        yield int("not a number")
    finally:
        print("generator cleans up")


for n in numbers():
    print(n)
