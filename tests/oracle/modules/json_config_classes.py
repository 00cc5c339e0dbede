# set: first
import json


class Config:
    DEFAULTS = {"name": "conch", "workers": 2, "paths": []}

    def __init__(self, **values):
        unknown = set(values) - set(self.DEFAULTS)
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))
        self.values = {**self.DEFAULTS, **values}

    def __getattr__(self, name):
        if name != "values" and name in self.values:
            return self.values[name]
        raise AttributeError(name)

    @classmethod
    def load(cls, text):
        try:
            return cls(**json.loads(text))
        except json.JSONDecodeError as e:
            raise ValueError("line %d column %d" % (e.lineno, e.colno)) from None

    def dump(self):
        return json.dumps(self.values, sort_keys=True)


print(Config.load('{"workers": 4}').dump(), Config().name, Config(paths=["a"]).paths)
for text in ('{"wrong": 1}', "{\n 'x': 1}", "[]"):
    try:
        print(Config.load(text).dump())
    except (KeyError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
