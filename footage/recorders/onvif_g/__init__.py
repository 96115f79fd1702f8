"""ONVIF Profile G."""

from footage.recorders.onvif_g.driver import OnvifRecorder

__all__ = ["OnvifRecorder"]
