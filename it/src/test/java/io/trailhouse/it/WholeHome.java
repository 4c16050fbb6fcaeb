package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a home folder must be after all that was done to the programs that wrote it.
final class WholeHome {
  private WholeHome() {}

  /// Every record once, the ledger's sums, the quarantine, and nothing half-written.
  static void check(Path home, CrashInput input, Set<String> records) throws IOException {
    assertThat(Contents.number(home, "SELECT count(*) FROM events")).isEqualTo(records.size());
    Set<String> found = new TreeSet<>();
    for (String record : Contents.texts(home, "SELECT eventjson FROM events")) {
      found.add(RawRecords.spelling(record));
    }
    assertThat(found.equals(records))
        .as("the table has %d different records, the files %d", found.size(), records.size())
        .isTrue();
    assertLedgerFits(home, input, records);
    assertThat(names(home.resolve("quarantine")).stream().filter(name -> name.endsWith(".file")))
        .containsExactlyInAnyOrderElementsOf(input.quarantined());
    assertThat(names(home.resolve("quarantine"))).hasSize(2 * CrashInput.DAMAGED);
    assertThat(names(home.resolve("tmp"))).isEmpty();
  }

  private static void assertLedgerFits(Path home, CrashInput input, Set<String> records) {
    assertThat(Contents.texts(home, "SELECT origin FROM log_files ORDER BY origin COLLATE \"C\""))
        .isEqualTo(input.origins());
    assertThat(
            Contents.number(
                home, "SELECT count(*) FROM log_files WHERE records <> new_rows + duplicates"))
        .isZero();
    assertThat(Contents.number(home, "SELECT sum(new_rows) FROM log_files"))
        .isEqualTo(records.size());
  }

  static Set<String> names(Path of) throws IOException {
    if (!Files.isDirectory(of)) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(of)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  static void remove(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
