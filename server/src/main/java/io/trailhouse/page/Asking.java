package io.trailhouse.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.services.Services;
import io.trailhouse.web.WebAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What all calls have in common that ask the home: a turn, services whose statements end when the
/// asker goes, an answer whole or as a stream, and a line for the audit.
final class Asking {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String TYPE = "application/json";
  static final String STREAM = "application/x-ndjson";

  /// Waiting and running: a person's screen asks about six things at once.
  private static final int MOST = 48;

  private final PageHome home;
  private final Turns turns = new Turns(MOST);

  Asking(PageHome home) {
    this.home = home;
  }

  PageHome home() {
    return home;
  }

  /// A question with one JSON value for an answer.
  @FunctionalInterface
  interface Whole {
    /// Answers it.
    ///
    /// @param services for this question alone
    JsonNode answer(Asked asked, Services services) throws IOException;
  }

  /// A question with rows for an answer.
  @FunctionalInterface
  interface Rows {
    /// Asks for them.
    ///
    /// @param services for this question alone
    Found ask(Asked asked, Services services, Consumer<String> remarks);
  }

  /// Rows, and how many of them are wanted.
  record Found(QueryAnswer answer, int limit) {}

  /// @param name of the call, for the audit
  PageCall whole(String name, Whole question) {
    return (asked, answer) ->
        run(
            name,
            asked,
            answer,
            TYPE,
            work -> {
              Services services = home.services().by(work.asker());
              work.give(JSON.writeValueAsBytes(question.answer(asked, services)));
            });
  }

  /// A question about what is at hand: it runs no statement and takes no turn.
  @FunctionalInterface
  interface Plain {
    JsonNode answer(Asked asked) throws IOException;
  }

  PageCall plain(Plain question) {
    return (asked, answer) -> {
      byte[] told;
      try {
        told = JSON.writeValueAsBytes(question.answer(asked));
      } catch (IOException e) {
        throw new UncheckedIOException(e); // of the home, not of the asker
      }
      answer.send(200, TYPE, told);
    };
  }

  PageCall rows(String name, Rows question) {
    return (asked, answer) ->
        run(
            name,
            asked,
            answer,
            STREAM,
            work -> {
              RowLines lines = new RowLines(work);
              Services services = home.services().by(work.asker());
              List<String> remarks = new ArrayList<>();
              Found found = question.ask(asked, services, remarks::add);
              try (QueryAnswer rows = found.answer()) {
                lines.all(rows, found.limit(), remarks);
              }
            });
  }

  private void run(String name, Asked asked, WebAnswer answer, String type, Work.Task task)
      throws IOException {
    Work work = new Work();
    String problem = "the asker has gone";
    long begun = System.nanoTime();
    try (Turns.Turn turn = turns.take()) {
      PageProblem told = work.answer(asked, answer, type, task);
      problem = told == null ? null : words(told);
    } catch (RuntimeException e) {
      problem = words(PageProblem.of(e));
      throw e;
    } finally {
      tell(asked, name, work.asker().rows(), begun, problem);
    }
  }

  static String words(PageProblem problem) {
    return problem.problem().code() + ": " + problem.problem().problem();
  }

  /// @param begun as [System#nanoTime] says
  void tell(Asked asked, String name, long rows, long begun, @Nullable String problem) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    home.audit()
        .tell(
            new Audit.Line(
                asked.caller().user(),
                asked.request().address(),
                name,
                asked.body().toString(),
                rows,
                took,
                problem));
  }
}
