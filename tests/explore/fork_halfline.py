# options: --outputs
# finds: nothing
# todo: a line that was half printed before a fork is finished by both: a limit of the model
import os

print("hello", end=" ")
paper = os.fork()
if paper == 0:
    print("copy")
else:
    os.waitpid(paper, 0)
    print("original")
