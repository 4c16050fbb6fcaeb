package io.trailhouse.config;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads one configuration file.
public final class ConfigFile {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})\\s*([a-z]*)");
  private static final int MOST_DAYS = 100_000;

  private final Path file;
  private final ConfigTree tree;
  private final References references;
  private final List<ConfigProblem> problems;
  private final TrailhouseConfig config;

  private ConfigFile(Path file, ConfigTree tree, References references) {
    this.file = file;
    this.tree = tree;
    this.references = references;
    this.problems = new ArrayList<>(tree.problems());
    this.config =
        new TrailhouseConfig(
            lake(),
            AwsSpec.DEFAULT,
            List.of(),
            CommitSpec.DEFAULT,
            UpkeepSpec.DEFAULT,
            ServerSpec.DEFAULT,
            settings(file, tree));
    problems.sort(
        Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column));
  }

  /// Reads a file to its end, whatever is wrong with it.
  ///
  /// @throws TrailhouseException with WRONG_USE when it cannot be opened
  public static ConfigFile read(Path file, Environment environment) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    try {
      if (!Files.isRegularFile(file)) {
        throw new java.nio.file.NoSuchFileException(file.toString());
      }
      References references = new References(folder == null ? file : folder, environment);
      return new ConfigFile(file, ConfigTree.read(file), references);
    } catch (IOException e) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "the configuration file cannot be read",
          file.toString(),
          "Name one that exists with --config FILE, or leave it out: everything has a usual value",
          e);
    }
  }

  /// What holds without a file.
  public static TrailhouseConfig usual() {
    return new TrailhouseConfig(
        LakeSpec.DEFAULT,
        AwsSpec.DEFAULT,
        List.of(),
        CommitSpec.DEFAULT,
        UpkeepSpec.DEFAULT,
        ServerSpec.DEFAULT,
        settings(null, null));
  }

  /// Everything that is wrong, in the order of lines.
  public List<ConfigProblem> problems() {
    return List.copyOf(problems);
  }

  /// What the file says.
  ///
  /// @throws TrailhouseException with CONFIG_INVALID that names every problem when there is one
  public TrailhouseConfig config() {
    if (problems.isEmpty()) {
      return config;
    }
    String all =
        problems.stream()
            .map(problem -> "\n  " + problem.text(file.toString()))
            .collect(Collectors.joining());
    throw new TrailhouseException(
        Code.CONFIG_INVALID,
        "the configuration has %d problem%s:%s"
            .formatted(problems.size(), problems.size() == 1 ? "" : "s", all),
        file.toString(),
        "Mend these lines; `trailhouse config check` names what is left");
  }

  private static List<Setting> settings(@Nullable Path file, @Nullable ConfigTree tree) {
    List<Setting> settings = new ArrayList<>();
    for (Keys key : Keys.values()) {
      ConfigTree.Value value = tree == null ? null : tree.value(key);
      settings.add(
          value == null
              ? new Setting(key.path(), key.usual(), key.usual(), null)
              : new Setting(key.path(), value.text(), key.usual(), file + ":" + value.line()));
    }
    return settings;
  }

  private LakeSpec lake() {
    return new LakeSpec(
        warehouse(),
        catalog(),
        new Retention(keep(Keys.KEEP_MANAGEMENT), keep(Keys.KEEP_DATA), keep(Keys.KEEP_INSIGHT)));
  }

  private @Nullable Path warehouse() {
    String text = text(Keys.WAREHOUSE);
    if (text == null) {
      return null;
    }
    if (text.isBlank() || text.contains("://")) {
      wrong(Keys.WAREHOUSE, "must be a local folder; buckets are not supported yet");
      return null;
    }
    try {
      Path folder = file.toAbsolutePath().normalize().getParent();
      return folder == null ? Path.of(text) : folder.resolve(text).normalize();
    } catch (java.nio.file.InvalidPathException e) {
      wrong(Keys.WAREHOUSE, "is not the name of a folder");
      return null;
    }
  }

  private CatalogSpec catalog() {
    String text = text(Keys.CATALOG);
    if (text != null && !text.equals("embedded")) {
      boolean planned = text.matches("(?s)jdbc:.*|rest:.*|glue");
      wrong(
          Keys.CATALOG,
          planned
              ? "is not supported yet by this version, which has the catalog `embedded`"
              : "is no catalog; this version has `embedded`");
    }
    return new CatalogSpec.Embedded();
  }

  private Retention.Keep keep(Keys key) {
    String text = text(key);
    if (text == null || text.equals("forever")) {
      return new Retention.Keep.Forever();
    }
    Matcher duration = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!duration.matches()) {
      wrong(key, "is neither `forever` nor a time such as 400d, 52w or 7y");
      return new Retention.Keep.Forever();
    }
    long count = Long.parseLong(duration.group(1));
    long days =
        switch (duration.group(2)) {
          case "d" -> count;
          case "w" -> 7 * count;
          case "y" -> 365 * count;
          case "" -> {
            wrong(key, "has no unit; write days as 400d, weeks as 52w, years as 7y");
            yield 1;
          }
          default -> {
            wrong(key, "has the wrong unit: whole days are dropped, so write 400d, 52w or 7y");
            yield 1;
          }
        };
    if (days < 1 || days > MOST_DAYS) {
      wrong(key, "must be from 1d to 100000d, or `forever`");
    }
    return new Retention.Keep.Days((int) Math.max(1, Math.min(days, MOST_DAYS)));
  }

  /// The value with its references put in; null when there is none.
  private @Nullable String text(Keys key) {
    ConfigTree.Value value = tree.value(key);
    if (value == null) {
      return null;
    }
    try {
      return references.resolve(value.text());
    } catch (References.Unresolved e) {
      problem(key, value, e.problem());
      return null;
    }
  }

  /// Tells a problem with the value as the file has it, so that no secret is shown.
  private void wrong(Keys key, String problem) {
    ConfigTree.Value value = tree.value(key);
    if (value != null) {
      problem(key, value, "'" + value.text() + "' " + problem);
    }
  }

  private void problem(Keys key, ConfigTree.Value value, String problem) {
    problems.add(new ConfigProblem(value.line(), value.column(), key.path(), problem));
  }
}
