# set: first
# stdin: add 5
# stdin: add 7
# stdin: sub 2
# stdin: what
# stdin: quit
# stdin: never read
# A little command loop.
total = 0
while True:
    words = input("> ").split()
    if words[0] == "quit":
        print("bye")
        break
    try:
        verb, n = words
        n = int(n)
    except ValueError:
        print("usage: add N | sub N | quit")
        continue
    total += n if verb == "add" else -n
    print("total", total)
