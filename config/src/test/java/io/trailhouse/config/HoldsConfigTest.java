package io.trailhouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Times of accounts and legal holds (spec: config.md, C4, C16 and C17).
final class HoldsConfigTest {
  private static final Retention.Keep FOREVER = new Retention.Keep.Forever();

  @TempDir private Path folder;

  /// C16.
  @Test
  void anAccountsTimesAreItsOwnAndWhereItSaysNothingTheGeneralOnes() throws IOException {
    LakeSpec lake =
        read("""
        lake:
          retention:
            data: 400d
            accounts:
              011122223333: {data: 30d, management: 7y}
              "444455556666": {data: forever}
        """)
            .config()
            .lake();
    assertThat(lake.retention()).isEqualTo(new Retention(FOREVER, days(400), FOREVER));
    assertThat(lake.accounts())
        .isEqualTo(
            Map.of(
                "011122223333", new Retention(days(2555), days(30), FOREVER),
                "444455556666", new Retention(FOREVER, FOREVER, FOREVER)));
  }

  /// C17.
  @Test
  void aHoldCoversItsLastDay() throws IOException {
    ConfigFile file =
        read(
            """
            lake:
              holds:
                case-42:
                  accounts: ["111122223333", 011122223333]
                  from: 2026-01-01
                  to: 2026-03-01
                  principals: arn:aws:iam::111122223333:user/bob
                  reason: letter of counsel, 4 March
                freeze:
                case-43: {from: "2026-01-01T10:00:00+02:00", to: 2026-01-01T08:00:00Z}
            """);
    assertThat(file.config().lake().holds())
        .containsExactly(
            new HoldSpec(
                "case-42",
                List.of("111122223333", "011122223333"),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-03-02T00:00:00Z"),
                List.of("arn:aws:iam::111122223333:user/bob"),
                "letter of counsel, 4 March"),
            new HoldSpec("freeze", List.of(), null, null, List.of(), null),
            new HoldSpec(
                "case-43",
                List.of(),
                Instant.parse("2026-01-01T08:00:00Z"),
                Instant.parse("2026-01-01T08:00:00.000001Z"),
                List.of(),
                null));
    assertThat(file.config().settings())
        .extracting(Setting::key)
        .contains("lake.holds.case-42.reason", "lake.holds.freeze.accounts");
  }

  /// C1, C2.
  @Test
  void everyProblemIsNamedWithItsPlace() throws IOException {
    assertThat(
            read("""
            lake:
              retention:
                acounts: {}
                accounts:
                  "1111": {data: 30d}
                  "111122223333": {data: 30, managment: 7y}
              holds:
                case 42: {}
                case-42: {accounts: [1], account: x, to: soon}
                case-43: {from: 2026-03-01, to: 2026-02-28, principals: [bob]}
                case-44: [a]
                case-45: {accounts: []}
            """)
                .problems())
        .extracting(problem -> problem.text("f"))
        .containsExactly(
            "f:3:5: lake.retention.acounts: unknown key; did you mean accounts?",
            "f:5:7: lake.retention.accounts.1111: '1111' is no account; it has 12 digits",
            "f:6:30: lake.retention.accounts.111122223333.data: '30' has no unit; write days as"
                + " 400d, weeks as 52w, years as 7y",
            "f:6:34: lake.retention.accounts.111122223333.managment: unknown key; did you mean"
                + " management?",
            "f:8:5: lake.holds.case 42: a name has up to 63 letters, digits, - and _",
            "f:9:25: lake.holds.case-42.accounts: '1' has an account without 12 digits",
            "f:9:30: lake.holds.case-42.account: unknown key; did you mean accounts?",
            "f:9:46: lake.holds.case-42.to: 'soon' is no date and no moment; write 2026-01-31 or"
                + " 2026-01-31T12:00:00Z",
            "f:10:37: lake.holds.case-43.to: '2026-02-28' lies before from, so nothing would be"
                + " held",
            "f:10:61: lake.holds.case-43.principals: 'bob' has what is neither a whole ARN nor a"
                + " principal id such as AIDAEXAMPLE1234567890",
            "f:11:14: lake.holds.case-44: must have keys below it: accounts, from, principals,"
                + " reason, to",
            "f:12:25: lake.holds.case-45.accounts: '' names nobody; leave the key out where all are"
                + " meant");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sts::111122223333:assumed-role/Admin/bob,0",
    "arn:aws-us-gov:iam::111122223333:root,0",
    "AROAEXAMPLE1234567890:bob,0",
    "'arn:aws:iam::111122223333:user/*',1",
    "bob,1"
  })
  void principalsAreWhole(String principal, int problems) throws IOException {
    assertThat(read("lake: {holds: {a: {principals: ['" + principal + "']}}}").problems())
        .hasSize(problems);
  }

  @ParameterizedTest
  @CsvSource({"2026-02-30", "2026-1-1", "2026", "2026-01-01T10:00", "1767225600"})
  void whatIsNoMomentIsAProblem(String text) throws IOException {
    assertThat(read("lake: {holds: {a: {from: '" + text + "'}}}").problems()).hasSize(1);
  }

  private static Retention.Keep days(int days) {
    return new Retention.Keep.Days(days);
  }

  private ConfigFile read(String text) throws IOException {
    Path file = folder.resolve("trailhouse.yaml");
    Files.writeString(file, text);
    return ConfigFile.read(file, name -> null);
  }
}
