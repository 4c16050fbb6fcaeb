package io.trailhouse.status;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The numbers of [ServeStatus] as Prometheus text. Counts that only grow are
/// `trailhouse_<name>_total` with the label `source`; the rest are gauges.
final class Metrics {
  /// Counts that go down again.
  private static final Set<String> GAUGES = Set.of("files_waiting", "messages_in_flight", "lanes");

  private static final double MILLIS = 1e3;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Supplier<ServeStatus> status;
  private final Set<String> known = new HashSet<>();
  private @Nullable ServeStatus latest;

  Metrics(Supplier<ServeStatus> status) {
    this.status = status;
    Gauge.builder("trailhouse.problems", this, it -> it.now().problems().size()).register(registry);
    Gauge.builder("trailhouse.holes", this, it -> it.now().findings().size()).register(registry);
    FunctionCounter.builder("trailhouse.findings", this, it -> it.now().rules().findings())
        .register(registry);
    FunctionCounter.builder("trailhouse.events.inspected", this, it -> it.now().rules().inspected())
        .register(registry);
    Gauge.builder("trailhouse.data.files", this, it -> it.now().upkeep().files())
        .register(registry);
    Gauge.builder(
            "trailhouse.heap.used.bytes",
            Runtime.getRuntime(),
            runtime -> runtime.totalMemory() - runtime.freeMemory())
        .register(registry);
  }

  /// The text of one scrape; all its numbers are of one moment.
  synchronized String scrape() {
    latest = status.get();
    now().sources().forEach(this::register);
    now().routes().forEach(this::register);
    return registry.scrape();
  }

  private ServeStatus now() {
    ServeStatus now = latest;
    return now == null ? status.get() : now;
  }

  private void register(SourceStatus source) {
    Tags tags = Tags.of("source", source.name());
    for (String count : source.counts().keySet()) {
      if (!known.add(source.name() + " " + count)) {
        continue;
      }
      String name = "trailhouse." + count.replace('_', '.');
      if (GAUGES.contains(count)) {
        Gauge.builder(name, this, it -> it.count(source.name(), count))
            .tags(tags)
            .register(registry);
      } else {
        FunctionCounter.builder(name, this, it -> it.count(source.name(), count))
            .tags(tags)
            .register(registry);
      }
    }
    if (known.add(source.name())) {
      Gauge.builder("trailhouse.source.up", this, it -> it.isUp(source.name()) ? 1 : 0)
          .tags(tags)
          .register(registry);
      Gauge.builder("trailhouse.newest.event.seconds", this, it -> it.newest(source.name()))
          .tags(tags)
          .register(registry);
    }
  }

  /// Events of a route: `trailhouse_route_events_total` by what became of them and why, and the
  /// gauges `trailhouse_route_events_waiting` and `trailhouse_route_up`.
  private void register(RouteStatus route) {
    String name = route.name();
    if (known.add("route " + name)) {
      counter(name, "in", "", counts -> counts.in());
      counter(name, "kept", "", counts -> counts.kept());
      counter(name, "delivered", "", counts -> counts.delivered());
      Gauge.builder(
              "trailhouse.route.events.waiting", this, it -> it.route(name).counts().waiting())
          .tags("route", name)
          .register(registry);
      Gauge.builder("trailhouse.route.up", this, it -> it.route(name).problem() == null ? 1 : 0)
          .tags("route", name)
          .register(registry);
    }
    byReason(name, "dropped", route.counts().dropped(), RouteStatus.Counts::dropped);
    byReason(name, "failed", route.counts().failed(), RouteStatus.Counts::failed);
  }

  private void byReason(
      String route,
      String outcome,
      Map<String, Long> reasons,
      Function<RouteStatus.Counts, Map<String, Long>> numbers) {
    for (String reason : reasons.keySet()) {
      if (known.add("route " + route + ' ' + outcome + ' ' + reason)) {
        counter(route, outcome, reason, counts -> numbers.apply(counts).getOrDefault(reason, 0L));
      }
    }
  }

  private void counter(
      String route, String outcome, String reason, ToDoubleFunction<RouteStatus.Counts> number) {
    FunctionCounter.builder(
            "trailhouse.route.events", this, it -> number.applyAsDouble(it.route(route).counts()))
        .tags("route", route, "outcome", outcome, "reason", reason)
        .register(registry);
  }

  private RouteStatus route(String name) {
    return now().routes().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private double count(String source, String count) {
    return find(source).counts().getOrDefault(count, 0L);
  }

  private boolean isUp(String source) {
    return find(source).problem() == null;
  }

  /// Seconds since 1970; not a number before the first event.
  private double newest(String source) {
    Instant newest = find(source).newestEvent();
    return newest == null ? Double.NaN : newest.toEpochMilli() / MILLIS;
  }

  private SourceStatus find(String source) {
    return now().sources().stream()
        .filter(each -> each.name().equals(source))
        .findFirst()
        .orElseThrow();
  }
}
