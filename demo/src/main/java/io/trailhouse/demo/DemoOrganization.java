package io.trailhouse.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Writes the log files of a small invented organization, as its trails would have delivered them
/// to their bucket.
///
/// Everything depends on the seed alone: the same seed gives the same keys and the same
/// uncompressed bytes on every machine and every day. Compressed bytes may differ between builds of
/// zlib.
public final class DemoOrganization {

  /// The organization that the `demo` command shows.
  public static final long DEFAULT_SEED = 20_260_504L;

  private final long seed;

  private DemoOrganization(long seed) {
    this.seed = seed;
  }

  public static DemoOrganization defaults() {
    return ofSeed(DEFAULT_SEED);
  }

  public static DemoOrganization ofSeed(long seed) {
    return new DemoOrganization(seed);
  }

  /// Writes all log files below a folder, which stands for the bucket; a file that is there
  /// already, whole, is left as it is.
  ///
  /// @throws IOException when a file cannot be written; what is written stays
  public DemoTrail write(Path folder, Progress progress) throws IOException {
    Trail trail = new Trail(seed, folder);
    Evidence evidence = new Evidence();
    Recorder recorder = new Recorder(Dice.of(seed, "recorder"), trail, evidence);
    QuietFolders quiet = new QuietFolders(seed, trail, evidence);
    List<Actor> actors = actors(seed);
    Recorder rare = new Recorder(Dice.of(seed, "recorder of rare events"), trail, evidence);
    List<Actor> rareActors = rareActors(seed);
    for (LocalDate day : DemoCalendar.days()) {
      for (Actor actor : actors) {
        actor.act(day, recorder);
      }
      for (Actor actor : rareActors) {
        actor.act(day, rare);
      }
      quiet.act(day);
      trail.deliverUntil(DemoCalendar.second(day.plusDays(1), 0, 0));
      progress.written(day, trail.tally().files(), trail.tally().records());
    }
    trail.deliverAll();
    return truth(folder, trail.tally(), story(evidence));
  }

  private static Story story(Evidence evidence) {
    List<Story.Step> steps = new ArrayList<>(new NightChapters(evidence).steps());
    steps.addAll(new LossChapters(evidence).steps());
    return new Story(steps);
  }

  private static DemoTrail truth(Path folder, Tally tally, Story story) {
    return new DemoTrail(
        folder,
        tally.files(),
        new DemoTrail.Counts(tally.records(), tally.events(), tally.late()),
        Instant.ofEpochSecond(tally.first()),
        Instant.ofEpochSecond(tally.last()),
        story);
  }

  /// What happens now and then in every organization, and so in each dashboard. A recorder of its
  /// own leaves the ids of all other events as they are.
  private static List<Actor> rareActors(long seed) {
    return List.of(
        new FunctionTraffic(seed),
        new NetworkWork(seed),
        new GuardedThings(seed),
        new AccountWork(seed),
        new OddCallers(seed));
  }

  private static List<Actor> actors(long seed) {
    List<Actor> actors = new ArrayList<>(Workloads.all(seed));
    actors.add(new ServiceNoise(seed));
    Person.all().forEach(person -> actors.add(new OfficeWorker(seed, person)));
    actors.add(new Pipeline(seed));
    actors.add(new OldHabits(seed));
    actors.add(new FirstNight(seed));
    actors.add(new SecondNight(seed));
    actors.add(new Containment(seed));
    return actors;
  }
}
