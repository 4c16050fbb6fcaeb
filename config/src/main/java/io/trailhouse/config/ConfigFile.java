package io.trailhouse.config;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads one configuration file.
public final class ConfigFile {
  /// Those whose members the user names.
  private static final List<String> SECTIONS =
      List.of(
          AlertsSection.SECTION,
          RetentionSection.ACCOUNTS,
          HoldsSection.SECTION,
          SourcesSection.SECTION,
          RoutesSection.SECTION);

  private final Path file;
  private final ConfigTree tree;
  private final List<ConfigProblem> problems;
  private final TrailhouseConfig config;

  private ConfigFile(Path file, ConfigTree tree, References references) {
    this.file = file;
    this.tree = tree;
    Path folder = file.toAbsolutePath().normalize().getParent();
    Values values = new Values(tree, references, folder == null ? file : folder);
    AwsSpec aws = new AwsSection(values).read();
    this.config =
        new TrailhouseConfig(
            new LakeSection(values).read(),
            aws,
            new SourcesSection(values, aws).read(),
            new RoutesSection(file, values).read(),
            rules(values),
            new AlertsSection(values).read(),
            new CommitSpec(ServerSection.commitEvery(values)),
            new UpkeepSpec(ServerSection.upkeepEvery(values)),
            ServerSection.heal(values),
            ServerSection.read(values),
            settings(file, tree));
    this.problems = values.problems();
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
          "Name one that exists with --config FILE, or leave it out: every key has a default",
          e);
    }
  }

  /// What holds without a file.
  public static TrailhouseConfig defaults() {
    return new TrailhouseConfig(
        LakeSpec.DEFAULT,
        AwsSpec.DEFAULT,
        List.of(),
        List.of(),
        RulesSpec.NONE,
        List.of(),
        CommitSpec.DEFAULT,
        UpkeepSpec.DEFAULT,
        HealSpec.DEFAULT,
        ServerSpec.DEFAULT,
        settings(null, null));
  }

  private static RulesSpec rules(Values values) {
    return new RulesSpec(
        places(values, Keys.RULES, List.of(RulesSpec.BUILT_IN)),
        places(values, Keys.WATCHES, List.of(RulesSpec.BUILT_IN, RulesSpec.BENCHMARK)),
        file(values, Keys.COUNTRIES),
        file(values, Keys.NETWORKS));
  }

  private static List<String> places(Values values, Keys key, List<String> words) {
    List<String> places = new ArrayList<>();
    for (String item : values.items(key)) {
      Path place = words.contains(item) ? null : values.path(key, item);
      if (place != null) {
        places.add(place.toString());
      } else if (words.contains(item)) {
        places.add(item);
      }
    }
    return List.copyOf(places);
  }

  private static @Nullable Path file(Values values, Keys key) {
    String text = values.text(key);
    Path named = text == null ? null : values.path(key, text);
    if (named != null && !Files.isRegularFile(named)) {
      values.wrong(key, "is no file");
    }
    return named;
  }

  /// What the file says as far as it can be understood: where something is wrong the usual value
  /// stands in its place. To look for more problems, not to work with.
  public TrailhouseConfig readable() {
    return config;
  }

  /// A problem that only what the file names has shown, at the place of the key that names it.
  ///
  /// @param key such as `rules` or `alerts.mail`
  public ConfigProblem problem(String key, String problem) {
    ConfigTree.Place place = tree.place(key);
    return new ConfigProblem(place.line(), place.column(), key, problem);
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
        "Fix these lines; `trailhouse config check` names what is left");
  }

  private static List<Setting> settings(@Nullable Path file, @Nullable ConfigTree tree) {
    List<Setting> settings = new ArrayList<>();
    for (Keys key : Keys.values()) {
      if (!key.isOfNamedSection()) {
        settings.add(setting(key, key.path(), file, tree == null ? null : tree.value(key)));
      }
    }
    if (tree != null) {
      for (String section : SECTIONS) {
        tree.named(section).forEach(named -> add(settings, section, named.name(), file, tree));
      }
    }
    return List.copyOf(settings);
  }

  private static void add(
      List<Setting> settings, String section, String name, @Nullable Path file, ConfigTree tree) {
    for (Keys key : Keys.values()) {
      if (key.isOfNamedSection() && key.path().startsWith(section + ".")) {
        settings.add(setting(key, key.path(name), file, tree.value(key, name)));
      }
    }
  }

  private static Setting setting(
      Keys key, String path, @Nullable Path file, ConfigTree.@Nullable Value value) {
    return value == null
        ? new Setting(path, key.defaults(), key.defaults(), null)
        : new Setting(path, value.text(), key.defaults(), file + ":" + value.line());
  }
}
