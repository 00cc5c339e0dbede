# set: first
import uuid

a, b = uuid.uuid4(), uuid.uuid4()
print(a != b, len(str(a)), str(a).count("-"), a.version, len(a.hex), uuid.UUID(str(a)) == a, len({uuid.uuid4() for _ in range(50)}))
print(uuid.UUID("12345678123456781234567812345678"), uuid.UUID(int=5), len(str(uuid.uuid1())))
