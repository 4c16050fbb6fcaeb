package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.integrity.Check;
import io.trailhouse.integrity.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/// The checks as one JSON object: what is not in order, and sums.
final class JsonVerifyReport extends VerifyCommand.VerifyReport {
  private final PrintWriter out;
  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;
  private final VerifySums sums = new VerifySums();

  JsonVerifyReport(PrintWriter out) {
    this.out = out;
    try {
      json = new JsonFactory().createGenerator(text);
      json.writeStartObject();
      json.writeArrayFieldStart("findings");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void print(Check check) {
    sums.add(check);
    if (check.verdict() == Verdict.VALID) {
      return;
    }
    try {
      json.writeStartObject();
      json.writeStringField("what", word(check.subject()));
      json.writeStringField("verdict", word(check.verdict()));
      json.writeBooleanField("wrong", check.verdict().isWrong());
      json.writeStringField("bucket", check.bucket());
      json.writeStringField("key", check.key());
      json.writeStringField("region", check.region());
      json.writeStringField("detail", check.detail());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  void end() throws IOException {
    json.writeEndArray();
    json.writeNumberField("digests", sums.all(Check.Subject.DIGEST));
    json.writeNumberField("digests_proven", sums.valid(Check.Subject.DIGEST));
    json.writeNumberField("backfill_digests", sums.all(Check.Subject.BACKFILL_DIGEST));
    json.writeNumberField("backfill_digests_proven", sums.valid(Check.Subject.BACKFILL_DIGEST));
    json.writeNumberField("log_files", sums.all(Check.Subject.LOG_FILE));
    json.writeNumberField("log_files_unchanged", sums.valid(Check.Subject.LOG_FILE));
    json.writeNumberField("wrong", sums.wrong());
    json.writeNumberField("unproven", sums.unknown());
    json.writeEndObject();
    json.close();
    out.println(text);
    out.flush();
  }
}
