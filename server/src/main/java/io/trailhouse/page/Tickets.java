package io.trailhouse.page;

import io.trailhouse.login.Caller;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.Asker;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.RowWriter;
import io.trailhouse.services.QueryService;
import io.trailhouse.web.WebAnswer;
import io.trailhouse.web.WebRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Downloads. A browser saves what it gets by a GET, which has no header of the page and whose
/// address stays in its history: so the question is asked by POST before, and the GET has a ticket
/// that works once, for who got it, for a minute. For any number of threads.
final class Tickets {
  private static final Duration VALID = Duration.ofMinutes(1);

  /// The statement's hour, the wait for a process, and a slow line at the end.
  private static final Duration LONGEST = Duration.ofMinutes(130);

  private static final int MOST = 1000;
  private static final int AT_ONCE = 4;
  private static final int RANDOM_BYTES = 24;
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PageHome home;
  private final Turns turns = new Turns(AT_ONCE);
  private final SecureRandom random = new SecureRandom();

  /// In the order of their ages.
  private final Map<String, Ticket> valid = new LinkedHashMap<>();

  /// In what form rows are downloaded.
  enum Format {
    CSV("text/csv; charset=utf-8"),
    JSON("application/json"),
    PARQUET("application/vnd.apache.parquet");

    private final String type;

    Format(String type) {
      this.type = type;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Format named(String word) {
      for (Format each : values()) {
        if (each.word().equals(word)) {
          return each;
        }
      }
      return null;
    }
  }

  private record Ticket(String user, String sql, Format format, Instant until) {}

  Tickets(PageHome home) {
    this.home = home;
  }

  /// Makes a ticket; answers the path of its GET.
  ///
  /// @throws TrailhouseException with BUSY when very many wait to be used
  synchronized String make(Caller caller, String sql, Format format) {
    Instant now = home.clock().instant();
    valid.values().removeIf(each -> !each.until().isAfter(now));
    if (valid.size() >= MOST) {
      throw new TrailhouseException(
          Code.BUSY, "too many downloads wait to begin", "downloads", "Ask again in a minute");
    }
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    valid.put(id, new Ticket(caller.user(), sql, format, now.plus(VALID)));
    return PageDoor.QUESTIONS + id;
  }

  /// Another person's try does not use it up.
  private synchronized Ticket taken(String id, Caller caller) {
    Ticket ticket = valid.get(id);
    if (ticket != null && ticket.user().equals(caller.user())) {
      valid.remove(id);
      if (ticket.until().isAfter(home.clock().instant())) {
        return ticket;
      }
    }
    throw new TrailhouseException(
        Code.NOT_FOUND,
        "there is no such download, or it was taken, or it is over",
        PageDoor.QUESTIONS,
        "Start it again from the page");
  }

  /// Answers the GET of a ticket with all rows.
  ///
  /// @param id what stands behind `/page/`
  /// @throws TrailhouseException for what the asker is told, as long as nothing has been answered
  /// @throws IOException when the asker has gone, or when the rows ended early: the answer is
  ///   broken off then, so that nobody takes a part for the whole
  void answer(String id, Caller caller, WebRequest request, WebAnswer answer) throws IOException {
    Ticket ticket = taken(id, caller);
    request.mayTake(LONGEST);
    Asker asker = new Asker();
    String problem = "the asker has gone";
    long begun = System.nanoTime();
    try (Turns.Turn turn = turns.take()) {
      try (Lookout lookout = new Lookout(request, asker)) {
        send(ticket, home.downloads().by(asker).sql(), lookout, answer);
      }
      problem = null;
    } catch (RuntimeException e) {
      problem = asker.hasGone() ? problem : Asking.words(PageProblem.of(e));
      if (answer.hasBegun()) {
        throw new IOException("a download ended early: " + problem, e);
      }
      throw e;
    } finally {
      asker.cancel();
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      home.audit()
          .tell(
              new Audit.Line(
                  caller.user(),
                  request.address(),
                  "download",
                  ticket.sql(),
                  asker.rows(),
                  took,
                  problem));
    }
  }

  private void send(Ticket ticket, QueryService sql, Lookout lookout, WebAnswer answer)
      throws IOException {
    if (ticket.format() == Format.PARQUET) {
      Path file = home.scratch().resolve("download-" + UUID.randomUUID() + ".parquet");
      try {
        sql.export(ticket.sql(), file, remark -> {});
        lookout.close();
        OutputStream out = begin(ticket, answer);
        Files.copy(file, out);
        out.close();
      } finally {
        Files.deleteIfExists(file);
      }
      return;
    }
    try (QueryAnswer rows = sql.ask(ticket.sql())) {
      Deferred out = new Deferred(() -> begin(ticket, answer));
      PrintWriter text = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
      RowWriter.writeAll(
          rows,
          ticket.format() == Format.CSV ? RowWriter.csvWithoutFormulas(text) : RowWriter.json(text),
          text);
      lookout.close();
      if (text.checkError()) {
        throw new IOException("the asker has gone");
      }
      text.close();
    }
  }

  @SuppressWarnings("MustBeClosed") // an answer that is closed before its end would look whole
  private OutputStream begin(Ticket ticket, WebAnswer answer) throws IOException {
    String name =
        "trailhouse-" + NAME.format(home.clock().instant()) + "." + ticket.format().word();
    answer.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    return answer.stream(200, ticket.format().type);
  }

  /// A stream that begins with its first byte: until then the asker can be told of a problem.
  private static final class Deferred extends OutputStream {
    private final Opening opening;
    private @Nullable OutputStream out;

    private interface Opening {
      OutputStream open() throws IOException;
    }

    Deferred(Opening opening) {
      this.opening = opening;
    }

    private OutputStream out() throws IOException {
      OutputStream open = out;
      if (open == null) {
        open = opening.open();
        out = open;
      }
      return open;
    }

    @Override
    public void write(int one) throws IOException {
      out().write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out().write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      if (out != null) {
        out.flush();
      }
    }

    @Override
    public void close() throws IOException {
      out().close();
    }
  }
}
