# set: first
# stdin: Ann
# stdin: 41
# stdin:   spaces kept  
# stdin: 1 2 3
# input gives lines without their ends.
name = input("Your name? ")
age = int(input("Your age? "))
print("Hello", name + ", next year you are", age + 1)
print(repr(input()))
print(sum(map(int, input("numbers: ").split())))
try:
    input("more? ")
except EOFError as e:
    print()
    print("EOF:", e)
