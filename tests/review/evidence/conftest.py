from tests.clips.conftest import lasting_chain

__all__ = ["lasting_chain"]
