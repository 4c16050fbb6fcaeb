package io.trailhouse.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.coverage.CoverageReport;
import io.trailhouse.coverage.Gap;
import io.trailhouse.coverage.HourState;
import io.trailhouse.login.Role;
import io.trailhouse.services.CoverageService;
import io.trailhouse.services.Services;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The call of the coverage screen.
final class CoverageCalls {
  private static final long MOST_HOURS = 4_000_000;
  private static final int MOST_GAPS = 2000;

  private final PageHome home;

  private CoverageCalls(PageHome home) {
    this.home = home;
  }

  static void addTo(Map<String, PageCall.For> calls, Asking asking) {
    CoverageCalls own = new CoverageCalls(asking.home());
    calls.put("coverage", new PageCall.For(Role.READ, asking.whole("coverage", own::coverage)));
  }

  /// What an hour is to somebody who looks at it.
  private enum Letter {
    PROVEN('p'),
    COMPLETE('c'),
    /// No log file came, and a digest says that none was to come.
    QUIET('q'),
    ARRIVED('a'),
    FETCHED('f'),
    EXPECTED('e'),
    MISSING('m'),
    NOTHING('.');

    private final char sign;

    Letter(char sign) {
      this.sign = sign;
    }

    static Letter of(HourState state, boolean busy) {
      return switch (state) {
        case PROVEN -> busy ? PROVEN : QUIET;
        case COMPLETE -> busy ? COMPLETE : QUIET;
        case ARRIVED -> ARRIVED;
        case FETCHED -> FETCHED;
        case LATE -> EXPECTED;
        case MISSING -> MISSING;
        case NOTHING -> NOTHING;
      };
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private JsonNode coverage(Asked asked, Services services) throws IOException {
    Members members = Members.of(asked, "from", "to", "account", "region");
    Members.Span span = members.span();
    CoverageService.Answer found =
        home.coverage()
            .through(services)
            .find(
                new CoverageService.Question(
                    span.from(),
                    span.to(),
                    members.optional("account"),
                    members.optional("region"),
                    home.live(),
                    null));
    CoverageReport report = found.report();
    long hours = report.hours().values().stream().mapToLong(each -> each.length).sum();
    if (hours > MOST_HOURS) {
      throw Members.wrong(
          "these are more hours than a screen can show", "from, to", "Ask for less time");
    }
    ObjectNode told = Asking.JSON.createObjectNode();
    told.put("from", report.from().toString());
    told.put("to", report.to().toString());
    rows(told, report);
    told.put("first", report.from().toString());
    gaps(told.putArray("gaps"), report);
    told.put("remark", remark(found));
    return told;
  }

  private static void rows(ObjectNode told, CoverageReport report) {
    Map<Letter, Long> counts = new LinkedHashMap<>();
    ObjectNode states = told.putObject("states");
    ArrayNode rows = told.putArray("rows");
    report
        .hours()
        .forEach((of, hours) -> {
          BitSet busy = Objects.requireNonNullElse(report.busy().get(of), new BitSet());
          StringBuilder text = new StringBuilder();
          for (int hour = 0; hour < hours.length; hour++) {
            Letter letter = Letter.of(hours[hour], busy.get(hour));
            text.append(letter.sign);
            counts.merge(letter, 1L, Long::sum);
          }
          rows.addObject()
              .put("account", of.account())
              .put("region", of.region())
              .put("hours", text.toString());
        });
    for (Letter each : Letter.values()) {
      states.put(each.word(), counts.getOrDefault(each, 0L));
    }
  }

  private static void gaps(ArrayNode gaps, CoverageReport report) {
    for (Gap gap : report.gaps().stream().limit(MOST_GAPS).toList()) {
      gaps.addObject()
          .put("account", gap.accountRegion().account())
          .put("region", gap.accountRegion().region())
          .put("from", gap.from().toString())
          .put("to", gap.to().toString())
          .put("state", Letter.MISSING.word())
          .put("why", why(gap));
    }
  }

  private static String why(Gap gap) {
    if (gap.files().isEmpty()) {
      return gap.reason().words();
    }
    long more = gap.count() - gap.files().size();
    return gap.reason().words()
        + ": "
        + String.join(", ", gap.files())
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static @Nullable String remark(CoverageService.Answer found) {
    List<String> remarks = new ArrayList<>();
    if (found.left() != null) {
      remarks.add("There is more from " + found.left() + " on; these are the last 7 days.");
    }
    if (found.known() == null) {
      remarks.add(
          "Nothing is known of any hour: no log file with a trail's name, which tells account,"
              + " Region and delivery, was imported.");
    }
    if (!found.broken().isEmpty()) {
      remarks.add(
          found.broken().size()
              + " collected digests cannot be used; trailhouse coverage names them.");
    }
    if (found.report().gaps().size() > MOST_GAPS) {
      remarks.add(
          "The first " + MOST_GAPS + " of " + found.report().gaps().size() + " gaps are named.");
    }
    return remarks.isEmpty() ? null : String.join(" ", remarks);
  }
}
