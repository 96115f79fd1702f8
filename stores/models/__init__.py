"""A chain's stores, what stands in them, who works there. Chain schema."""

from stores.models.access_log import AccessKind, AccessLog
from stores.models.footage import Camera, CameraRole, Recorder, RegisterCamera, TimeBase
from stores.models.people import Cashier, CashierAssignment, Person, StoreAccess
from stores.models.places import Register, RegisterClass, Store, check_code, check_timezone
from stores.models.recorder_health import ClockSample, RecorderState, Route
from stores.models.sources import (
    RunState,
    SeenFile,
    Source,
    SourceKind,
    SourceRun,
    Token,
    TokenScope,
    TokenUse,
)

__all__ = [
    "AccessKind",
    "AccessLog",
    "Camera",
    "CameraRole",
    "Cashier",
    "CashierAssignment",
    "ClockSample",
    "Person",
    "Recorder",
    "RecorderState",
    "Register",
    "RegisterCamera",
    "RegisterClass",
    "Route",
    "RunState",
    "SeenFile",
    "Source",
    "SourceKind",
    "SourceRun",
    "Store",
    "StoreAccess",
    "TimeBase",
    "Token",
    "TokenScope",
    "TokenUse",
    "check_code",
    "check_timezone",
]
