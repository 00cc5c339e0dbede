# set: first
# exit: 1
# stderr: last
marks = {"Ann": 90}
print(marks["Ann"])
print(marks["Bob"])
