package io.trailhouse.cli;

import io.trailhouse.query.RowWriter;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/// How rows are printed: a table for people unless told otherwise.
final class OutputForm {
  @Option(names = "--json", description = "Print one JSON array of row objects.")
  private boolean json;

  @Option(names = "--csv", description = "Print comma-separated values (RFC 4180), names first.")
  private boolean csv;

  boolean forPeople() {
    return !json && !csv;
  }

  RowWriter writer(PrintWriter out) {
    if (json) {
      return RowWriter.json(out);
    }
    return csv ? RowWriter.csv(out) : RowWriter.table(out, TerminalWidth.columns());
  }
}
