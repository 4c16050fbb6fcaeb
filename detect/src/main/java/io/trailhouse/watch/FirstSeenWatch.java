package io.trailhouse.watch;

import io.trailhouse.event.EventField;
import io.trailhouse.finding.Finding;
import io.trailhouse.match.FieldText;
import io.trailhouse.match.Matcher;
import io.trailhouse.match.Matchers;
import io.trailhouse.watch.SeenValues.Known;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Judges a [FirstSeen] rule: there is a finding for a key and a value when the earliest event of
/// the value is at least the learning time after the earliest event of the key.
///
/// An event that comes late may still change what is earliest. It adds a finding where one is due
/// by now; one that was made is not taken back.
public final class FirstSeenWatch implements StatefulRule {
  private final FirstSeen spec;
  private final IpPlaces places;
  private final Matcher condition;
  private final @Nullable FieldText field;
  private final SeenValues seen;

  /// Keys with something to judge.
  private final TreeSet<String> open = new TreeSet<>();

  private final List<Finding> findings = new ArrayList<>();
  private Instant judgedTo = Instant.MIN;

  /// A watch that remembers nothing yet.
  ///
  /// @throws IllegalArgumentException when a field is named and is not the value, or the other way
  public FirstSeenWatch(FirstSeen spec, IpPlaces places) {
    if ((spec.value() == FirstSeen.Value.FIELD) != (spec.field() != null)) {
      throw new IllegalArgumentException("a field is named where it is the value");
    }
    this.spec = spec;
    this.places = places;
    this.condition = Matchers.compile(spec.condition());
    this.field = spec.field() == null ? null : new FieldText(spec.field());
    this.seen = new SeenValues(spec.forgetting());
  }

  @Override
  public WatchRule rule() {
    return spec.rule();
  }

  @Override
  public String meaning() {
    return WatchedEvent.MEANING;
  }

  @Override
  public void observe(WatchedEvent event) {
    if (condition.matches(event.subject())) {
      String key = key(event);
      if (!key.isEmpty() && seen.observe(key, values(event), event)) {
        open.add(key);
      }
    }
  }

  @Override
  public void observeLate(WatchedEvent event) {
    observe(event);
  }

  private String key(WatchedEvent event) {
    return switch (spec.key()) {
      case PRINCIPAL -> event.identity().actor();
      case ROLE -> event.identity().role();
      case ACCOUNT -> event.identity().account();
      case ORGANIZATION -> "organization";
    };
  }

  private List<String> values(WatchedEvent event) {
    InetAddress address =
        switch (spec.value()) {
          case IP, COUNTRY, ASN -> IpPlaces.address(event.text(EventField.SOURCE_IP_ADDRESS));
          default -> null;
        };
    String value =
        switch (spec.value()) {
          case IP -> address == null ? null : address.getHostAddress();
          case COUNTRY -> address == null ? null : places.country(address);
          case ASN -> address == null ? null : places.network(address);
          case USER_AGENT -> UserAgentFamily.of(event.text(EventField.USER_AGENT));
          case REGION -> event.text(EventField.AWS_REGION);
          case API -> event.text(EventField.EVENT_SOURCE) + ":" + event.text(EventField.EVENT_NAME);
          case FIELD -> null;
        };
    if (field != null) {
      return field.all(event.subject());
    }
    return value == null || value.isEmpty() ? List.of() : List.of(value);
  }

  @Override
  public void advanceTo(Instant watermark) {
    judgedTo = watermark.isAfter(judgedTo) ? watermark : judgedTo;
    List<String> touched = List.copyOf(open);
    for (String key : touched) {
      Known known = seen.known(key);
      if (known == null || judge(key, known)) {
        open.remove(key);
      }
    }
    seen.evict(touched);
  }

  /// Whether everything about a key is judged.
  private boolean judge(String key, Known known) {
    Instant due = known.first.plus(spec.learning());
    boolean all = true;
    for (Map.Entry<String, ValueRuns> value : known.values.entrySet()) {
      for (ValueRuns.Run run : value.getValue().runs()) {
        if (!run.first.time().isBefore(judgedTo)) {
          all = false;
        } else if (!run.judged) {
          if (!run.reported && !run.first.time().isBefore(due)) {
            run.reported = true;
            findings.add(finding(key, value.getKey(), run.first));
          }
          run.judge();
        }
      }
    }
    return all;
  }

  private Finding finding(String key, String value, Sample first) {
    List<String> parts = new ArrayList<>(List.of(key, value));
    if (spec.forgetting() != null) {
      parts.add(first.time().toString());
    }
    Sample event = first.json().isEmpty() ? first.withReference() : first;
    return rule().finding(parts, rule().title() + ": " + value + " for " + key, List.of(event));
  }

  @Override
  public Instant boundary(Instant latest) {
    return latest.plusNanos(1);
  }

  @Override
  public List<Finding> takeFindings() {
    List<Finding> taken = Watches.inOrder(findings);
    findings.clear();
    return taken;
  }

  @Override
  public long evicted() {
    return seen.evicted();
  }

  @Override
  public byte[] save() {
    StateWriter out = new StateWriter();
    out.instant(judgedTo);
    out.findings(findings);
    out.texts(List.copyOf(open));
    seen.save(out);
    return out.toBytes();
  }

  @Override
  public void restore(byte[] state) {
    StateReader in = new StateReader(state);
    judgedTo = in.instant();
    findings.clear();
    findings.addAll(in.findings());
    open.clear();
    open.addAll(in.texts());
    seen.restore(in);
  }

  /// Adds what another watch of the same rule has learnt and saved, from other files perhaps. In
  /// whatever order histories are joined, the same is known in the end.
  public void learn(byte[] state) {
    FirstSeenWatch other = new FirstSeenWatch(spec, places);
    other.restore(state);
    judgedTo = other.judgedTo.isAfter(judgedTo) ? other.judgedTo : judgedTo;
    findings.addAll(other.findings);
    seen.merge(other.seen);
    open.addAll(seen.keys());
  }
}
