package io.trailhouse.services;

import io.trailhouse.config.RulesSpec;
import io.trailhouse.coverage.Coverage;
import io.trailhouse.coverage.Fetched;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.query.QueryEngine;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All services over the tables of one home. They share a query engine, which is opened by the
/// first question that needs one. Safe for use by many threads.
public final class Services implements AutoCloseable {
  private final Lake lake;
  private final InstantSource clock;
  private final Supplier<QueryEngine> opening;
  private final DashboardService dashboards;
  private @Nullable QueryEngine engine;

  /// @param opening opens the engine that answers all questions; closed with this
  public Services(Lake lake, InstantSource clock, Supplier<QueryEngine> opening) {
    this.lake = lake;
    this.clock = clock;
    this.opening = opening;
    this.dashboards = new DashboardService(lake.home(), clock, lake::requireWritable, this::engine);
  }

  private synchronized QueryEngine engine() {
    QueryEngine open = engine;
    if (open == null) {
      open = opening.get();
      engine = open;
    }
    return open;
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
    return new FindingService(lake, clock, this::engine, rules);
  }

  /// Dashboards, those that come with the program and the user's own.
  public DashboardService dashboards() {
    return dashboards;
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
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }
}
