package io.trailhouse.it;

import io.trailhouse.demo.DemoOrganization;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Log files for two importers whose folders overlap.
///
/// @param shared what both import: a day of the demo organization, with damaged files among it
/// @param copies another copy of a part of it, under other names; for the second importer
/// @param real a real trail's files for the first importer; absent when there are none
record CrashInput(Path shared, Path copies, List<Path> real) {
  private static final Pattern DAYS = Pattern.compile(".*/CloudTrail/.*/2026/05/06/.*");

  /// Damaged log files among the good ones.
  static final int DAMAGED = 3;

  /// Writes them below a folder.
  static CrashInput write(Path folder, List<Path> real) throws IOException {
    Path organization = folder.resolve("organization");
    DemoOrganization.defaults().write(organization, (day, files, records) -> {});
    Path shared = folder.resolve("bucket");
    Path copies = folder.resolve("copies");
    int number = 0;
    for (Path file : RawRecords.files(organization)) {
      if (!DAYS.matcher(file.toString()).matches()) {
        continue;
      }
      copy(file, shared.resolve(organization.relativize(file)));
      if (number++ % 5 == 0) {
        copy(file, copies.resolve(number % 7 + "/copy-" + number + ".json.gz"));
      }
    }
    for (int i = 0; i < DAMAGED; i++) {
      damaged(shared.resolve("damaged-" + i + ".json.gz"), i);
    }
    return new CrashInput(shared, copies, real);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }

  /// Whole records, then the middle of one.
  private static void damaged(Path file, int number) throws IOException {
    StringBuilder text = new StringBuilder("{\"Records\":[");
    for (int i = 0; i < 20; i++) {
      text.append(
          "{\"eventVersion\":\"1.11\",\"eventTime\":\"2026-05-0%dT10:00:00Z\",\"eventID\":\"%d-%d\"},"
              .formatted(number + 5, number, i));
    }
    text.append("{\"eventVersion\":\"1.1");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  List<Path> first() {
    return Stream.concat(Stream.of(shared), real.stream()).toList();
  }

  List<Path> second() {
    return List.of(copies, shared);
  }

  /// All folders, each once.
  List<Path> all() {
    return Stream.concat(first().stream(), Stream.of(copies)).toList();
  }

  /// The origins that the ledger must have, each once.
  List<String> origins() {
    List<String> origins = new ArrayList<>();
    for (Path folder : all()) {
      RawRecords.files(folder).forEach(file -> origins.add(file.toString()));
    }
    return origins.stream().sorted().toList();
  }

  /// The records that the table must hold, each once.
  Set<String> records() {
    return RawRecords.distinct(all());
  }

  /// The names of the contents that the quarantine must keep.
  List<String> quarantined() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < DAMAGED; i++) {
      byte[] content = Files.readAllBytes(shared.resolve("damaged-" + i + ".json.gz"));
      try {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content);
        names.add(HexFormat.of().formatHex(sha256) + ".file");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
    return names;
  }
}
