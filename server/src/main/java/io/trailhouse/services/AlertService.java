package io.trailhouse.services;

import io.trailhouse.alert.AlertDesk;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The messages of all alerts of a home: which there are, and what is to become of those that
/// reached nobody. Whoever sends them, in this process or another, obeys within seconds.
public final class AlertService {
  private final AlertDesk desk;
  private final Supplier<List<String>> configured;

  /// @param home the home folder
  /// @param configured asked for the names of the alerts in the configuration before a decision
  /// @throws TrailhouseException with NOT_FOUND when there is no such home folder
  public AlertService(Path home, Supplier<List<String>> configured) {
    if (!Files.isDirectory(home)) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "there is no home folder",
          home.toString(),
          "Name the home folder of serve with --home");
    }
    this.desk = new AlertDesk(home);
    this.configured = configured;
  }

  /// Which messages are meant: those of the ids, all of one alert, or all.
  ///
  /// @param ids their beginnings are enough
  /// @param alert the name of an alert; null for none
  public record Choice(List<String> ids, @Nullable String alert, boolean all) {}

  /// What is to be done with a message.
  public enum Decision {
    RETRY,
    DROP
  }

  /// The messages, the newest first.
  ///
  /// @param all those too that wait, were sent or were dropped
  public List<AlertDesk.Entry> list(boolean all) throws IOException {
    return desk.list().stream().filter(each -> all || each.message().isUndelivered()).toList();
  }

  /// Decides about messages that reached nobody. Answers how many they are.
  ///
  /// @throws TrailhouseException with NOT_FOUND when an id means none or several, or nobody would
  ///   obey; then nothing is decided
  public int decide(Choice choice, Decision decision) throws IOException {
    List<AlertDesk.Entry> chosen = chosen(choice);
    List<String> names = chosen.isEmpty() ? List.of() : configured.get();
    chosen.forEach(entry -> requireConfigured(entry, names));
    for (AlertDesk.Entry entry : chosen) {
      switch (decision) {
        case RETRY -> desk.retry(entry);
        case DROP -> desk.drop(entry);
      }
    }
    return chosen.size();
  }

  private List<AlertDesk.Entry> chosen(Choice choice) throws IOException {
    List<AlertDesk.Entry> undelivered = list(false);
    List<AlertDesk.Entry> chosen = new ArrayList<>();
    for (String id : choice.ids()) {
      chosen.add(theOne(undelivered, id));
    }
    undelivered.stream()
        .filter(entry -> choice.all() || entry.name().equals(choice.alert()))
        .forEach(chosen::add);
    return chosen.stream().distinct().toList();
  }

  /// An alert that the configuration does not have has nobody who would obey.
  private static void requireConfigured(AlertDesk.Entry entry, List<String> names) {
    if (!names.contains(entry.name())) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "the configuration has no such alert, so nobody sends its messages",
          "alerts." + TerminalEscaper.line(entry.name()),
          "Put it into the configuration again or name that with --config; nothing was decided");
    }
  }

  private static AlertDesk.Entry theOne(List<AlertDesk.Entry> entries, String id) {
    List<AlertDesk.Entry> found =
        entries.stream()
            .filter(each ->
                !id.isBlank() && each.message().id().startsWith(id.toLowerCase(Locale.ROOT)))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new TrailhouseException(
        Code.NOT_FOUND,
        found.isEmpty()
            ? "no message that has failed or is unknown has the id " + TerminalEscaper.line(id)
            : Counted.format("%,d such messages have an id that begins so", found.size()),
        TerminalEscaper.line(id),
        "`trailhouse alerts list` names all with their ids; nothing was decided");
  }
}
