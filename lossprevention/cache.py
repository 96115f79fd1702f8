"""A cache that forgets when Redis is away, where the stock one would take pages down."""

from __future__ import annotations

from typing import Any

import redis
import structlog
from django.core.cache.backends.redis import RedisCache

log = structlog.get_logger(__name__)


class ForgivingRedisCache(RedisCache):
    """Rate limits and the like start anew while Redis is away; nothing of worth is lost."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        params.setdefault("OPTIONS", {}).update(
            {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
        )
        super().__init__(server, params)

    def _away(self, error: Exception) -> None:
        log.warning("cache_away", error=type(error).__name__)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except (redis.RedisError, OSError) as error:
            self._away(error)
            return default

    def set(self, key: Any, value: Any, *args: Any, **options: Any) -> None:
        try:
            super().set(key, value, *args, **options)
        except (redis.RedisError, OSError) as error:
            self._away(error)

    def add(self, key: Any, value: Any, *args: Any, **options: Any) -> bool:
        try:
            return bool(super().add(key, value, *args, **options))
        except (redis.RedisError, OSError) as error:
            self._away(error)
            return True

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        try:
            return int(super().incr(key, delta, version))
        except (redis.RedisError, OSError) as error:
            self._away(error)
            return delta

    def delete(self, key: Any, version: int | None = None) -> bool:
        try:
            return bool(super().delete(key, version))
        except (redis.RedisError, OSError) as error:
            self._away(error)
            return False
