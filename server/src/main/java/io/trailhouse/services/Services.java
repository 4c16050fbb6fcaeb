package io.trailhouse.services;

import io.trailhouse.config.RulesSpec;
import io.trailhouse.coverage.Coverage;
import io.trailhouse.coverage.Fetched;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.query.Asker;
import io.trailhouse.query.Sql;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All services over the tables of one home. They share what answers SQL, which is opened by the
/// first question that needs it. Safe for use by many threads.
public final class Services implements AutoCloseable {
  private final Lake lake;
  private final InstantSource clock;
  private final Supplier<? extends Sql> opening;
  private final RuleBooks books;

  /// Held by who writes dashboards: one after the other, whoever asks.
  private final Object writing;

  private @Nullable Sql sql;

  /// @param opening opens what answers all questions; closed with this
  public Services(Lake lake, InstantSource clock, Supplier<? extends Sql> opening) {
    this(lake, clock, opening, new RuleBooks(clock), new Object());
  }

  private Services(
      Lake lake,
      InstantSource clock,
      Supplier<? extends Sql> opening,
      RuleBooks books,
      Object writing) {
    this.lake = lake;
    this.clock = clock;
    this.opening = opening;
    this.books = books;
    this.writing = writing;
  }

  /// Opens what answers SQL, unless a question has done so, and returns before it is warm.
  public void open() {
    engine();
  }

  private synchronized Sql engine() {
    Sql open = sql;
    if (open == null) {
      open = opening.get();
      sql = open;
    }
    return open;
  }

  /// The same services for one question of somebody, whose statements can be stopped together.
  /// Closing them closes nothing.
  public Services by(Asker asker) {
    return new Services(lake, clock, () -> asker.over(engine()), books, writing);
  }

  /// SQL over the tables.
  public QueryService sql() {
    return new QueryService(this::engine);
  }

  /// Events, their stories and where in time they are.
  public EventService events() {
    return new EventService(this::engine);
  }

  /// What rules have found, and what people make of it.
  ///
  /// @param rules where rules stand that the configuration names
  public FindingService findings(RulesSpec rules) {
    return new FindingService(lake, clock, this::engine, () -> books.of(rules));
  }

  /// Dashboards, those that come with the program and the user's own.
  public DashboardService dashboards() {
    return new DashboardService(lake, clock, this::engine, writing);
  }

  /// What is there and what is missing.
  ///
  /// @param digests digest files as they came
  /// @param fetched what was fetched from elsewhere
  public CoverageService coverage(QuarantineStore digests, Fetched fetched) {
    return new CoverageService(new Coverage(engine(), digests, fetched), digests, clock);
  }

  @Override
  public synchronized void close() {
    if (sql != null) {
      sql.close();
      sql = null;
    }
  }
}
