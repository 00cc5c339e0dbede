# set: first
# UUIDs that can be foretold, and the shape of those that cannot.
import uuid

name = uuid.uuid5(uuid.NAMESPACE_DNS, "example.org")
print(name, name.version, name.hex, str(name).upper(), name == uuid.UUID(name.hex), repr(name))
print(uuid.uuid3(uuid.NAMESPACE_URL, "file:///tmp"))
one = uuid.UUID("12345678-1234-5678-1234-567812345678")
print(one.int, one.bytes, one.fields, one.urn)
print(sorted([uuid.UUID(int=2), uuid.UUID(int=1)]), len({uuid.uuid4() for i in range(100)}))
some = uuid.uuid4()
print(some.version, len(str(some)), [len(part) for part in str(some).split("-")], some.variant)
for wrong in "x", "12345678":
    try:
        uuid.UUID(wrong)
    except ValueError as e:
        print(e)
