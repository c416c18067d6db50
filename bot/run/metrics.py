"""What was found of health, as figures in Prometheus' text format. No label is about a person or a space."""

from collections.abc import Iterable, Mapping
from math import nan

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.run.health import Health


def exposition(health: Health, refusals: Mapping[tuple[str, str], int], secret_days: int | None = None) -> str:
    """The figures in Prometheus' text format."""
    age = health.tick_age.total_seconds() if health.tick_age is not None else nan
    platforms = GaugeMetricFamily(
        "belletje_platform_up", "Whether a platform can reach us, as far as we know.", labels=["platform"]
    )
    for name, up in health.reached.items():
        platforms.add_metric([name], int(up))
    refused = CounterMetricFamily(
        "belletje_refusals", "What platforms answered instead of doing it.", labels=["platform", "error"]
    )
    for (name, error), count in sorted(refusals.items()):
        refused.add_metric([name, error], count)
    registry = CollectorRegistry()
    registry.register(
        _Found(
            GaugeMetricFamily("belletje_ready", "Whether everything runs.", int(health.ready)),
            GaugeMetricFamily("belletje_database_up", "Whether the database answers.", int(health.database)),
            GaugeMetricFamily("belletje_tick_age_seconds", "Since the clock was last looked at.", age),
            GaugeMetricFamily(
                "belletje_late_seconds", "How long the oldest message is overdue.", health.late.total_seconds()
            ),
            GaugeMetricFamily(
                "belletje_calendar_age_seconds",
                "Since all calendars that are followed could be read.",
                health.calendar_age.total_seconds() if health.calendar_age is not None else nan,
            ),
            GaugeMetricFamily(
                "belletje_calendar_secret_days",
                "Days until the secret or certificate of the calendar ends, where that is known.",
                nan if secret_days is None else secret_days,
            ),
            platforms,
            refused,
        )
    )
    return generate_latest(registry).decode()


class _Found(Collector):
    def __init__(self, *found: Metric) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        return self._found
