package io.trailhouse.status;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
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
  private static final Set<String> GAUGES =
      Set.of("files_waiting", "messages_in_flight", "listing_prefixes", "history_partitions");

  private static final List<String> OF_MESSAGES =
      List.of("waiting", "sent", "failed", "unknown", "dropped");
  private static final List<String> OF_FINDINGS =
      List.of("below_floor", "repeated", "opened", "grouped");

  private static final double MILLIS = 1e3;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Supplier<ServeStatus> status;
  private final Set<String> known = new HashSet<>();
  private @Nullable ServeStatus latest;

  Metrics(Supplier<ServeStatus> status) {
    this.status = status;
    Runtime runtime = Runtime.getRuntime();
    gauge("trailhouse.problems", Tags.empty(), it -> it.now().problems().size());
    gauge("trailhouse.gaps", Tags.empty(), it -> it.now().gaps().size());
    counter("trailhouse.findings", Tags.empty(), it -> it.now().rules().findings());
    counter("trailhouse.events.inspected", Tags.empty(), it -> it.now().rules().inspected());
    gauge("trailhouse.data.files", Tags.empty(), it -> it.now().upkeep().files());
    gauge(
        "trailhouse.heap.used.bytes",
        Tags.empty(),
        it -> runtime.totalMemory() - runtime.freeMemory());
  }

  private void gauge(String name, Tags tags, ToDoubleFunction<Metrics> number) {
    Gauge.builder(name, this, number)
        .description(MetricWords.of(name))
        .tags(tags)
        .register(registry);
  }

  private void counter(String name, Tags tags, ToDoubleFunction<Metrics> number) {
    FunctionCounter.builder(name, this, number)
        .description(MetricWords.of(name))
        .tags(tags)
        .register(registry);
  }

  /// The text of one scrape; all its numbers are of one moment.
  synchronized String scrape() {
    latest = status.get();
    now().sources().forEach(this::register);
    now().routes().forEach(this::register);
    now().rules().alerts().forEach(this::register);
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
        gauge(name, tags, it -> it.count(source.name(), count));
      } else {
        counter(name, tags, it -> it.count(source.name(), count));
      }
    }
    if (known.add(source.name())) {
      gauge("trailhouse.source.up", tags, it -> it.isUp(source.name()) ? 1 : 0);
      gauge("trailhouse.newest.event.timestamp.seconds", tags, it -> it.newest(source.name()));
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
      Tags tags = Tags.of("route", name);
      gauge("trailhouse.route.events.waiting", tags, it -> it.route(name).counts().waiting());
      gauge("trailhouse.route.up", tags, it -> it.route(name).problem() == null ? 1 : 0);
    }
    byReason(name, "dropped", route.counts().dropped(), RouteStatus.Counts::dropped);
    byReason(name, "failed", route.counts().failed(), RouteStatus.Counts::failed);
  }

  /// Messages of an alert that are remembered: the gauge `trailhouse_alert_messages` by their
  /// state; findings since the start: `trailhouse_alert_findings_total` by what became of them; and
  /// the gauge `trailhouse_alert_up`.
  private void register(AlertStatus alert) {
    String name = alert.name();
    if (!known.add("alert " + name)) {
      return;
    }
    Tags tags = Tags.of("alert", name);
    gauge("trailhouse.alert.up", tags, it -> it.alert(name).problem() == null ? 1 : 0);
    for (String state : OF_MESSAGES) {
      gauge("trailhouse.alert.messages", tags.and("state", state), it -> it.ofAlert(name, state));
    }
    for (String outcome : OF_FINDINGS) {
      counter(
          "trailhouse.alert.findings",
          tags.and("outcome", outcome),
          it -> it.ofAlert(name, outcome));
    }
  }

  private double ofAlert(String name, String count) {
    return alert(name).counts().getOrDefault(count, 0L);
  }

  private AlertStatus alert(String name) {
    return now().rules().alerts().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
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
    counter(
        "trailhouse.route.events",
        Tags.of("route", route, "outcome", outcome, "reason", reason),
        it -> number.applyAsDouble(it.route(route).counts()));
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
