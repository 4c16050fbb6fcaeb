package io.trailhouse.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.SqlPlace;
import io.trailhouse.web.WebAnswer;
import io.trailhouse.web.WebRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A problem as the page tells it: a status and `{"problem": {...}}` (docs/spec/page.md, P5).
public record PageProblem(int status, TrailhouseException problem) {
  private static final Logger LOG = LoggerFactory.getLogger(PageProblem.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What anything that was thrown means for the asker. A mistake of this program is logged and
  /// told without its details.
  public static PageProblem of(Throwable thrown) {
    if (thrown instanceof WebRequest.TooLargeException) {
      return new PageProblem(
          413,
          new TrailhouseException(
              Code.WRONG_USE, "the request is too large", "its body", "Ask with less text"));
    }
    return Causes.orOfFiles(thrown, "the home folder")
        .map(known -> new PageProblem(status(known.code()), known))
        .orElseGet(() -> unexpected(thrown));
  }

  private static PageProblem unexpected(Throwable thrown) {
    LOG.error("a question of the page could not be answered", thrown);
    return new PageProblem(
        500,
        new TrailhouseException(
            Code.SOURCE_UNREADABLE,
            "something went wrong that Trailhouse did not expect",
            "this question",
            "Look into the log of serve, and report what it says",
            thrown));
  }

  private static int status(Code code) {
    return switch (code) {
      case WRONG_USE, CONFIG_INVALID, RULE_INVALID, QUERY_INVALID, QUERY_LIMIT -> 400;
      case NOT_FOUND -> 404;
      case BUSY -> 429;
      case HOME_UNUSABLE,
          DISK_FULL,
          TABLE_NEWER,
          TABLE_DAMAGED,
          SOURCE_UNREADABLE,
          LOG_FILE_MALFORMED,
          NOT_CLOUDTRAIL,
          LOG_FILE_TOO_LARGE,
          COMMIT_CONFLICT,
          COMMIT_UNKNOWN ->
          503;
    };
  }

  /// `{"problem": {...}}` in one line.
  public byte[] json() {
    ObjectNode told = JSON.createObjectNode();
    ObjectNode inner = told.putObject("problem");
    inner.put("code", problem.code().name());
    inner.put("problem", problem.problem());
    inner.put("place", problem.place());
    inner.put("remedy", problem.remedy());
    int[] place = SqlPlace.lineAndColumn(problem.place());
    inner.put("line", place == null ? null : (Integer) place[0]);
    inner.put("column", place == null ? null : (Integer) place[1]);
    try {
      return JSON.writeValueAsBytes(told);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts can be written", e);
    }
  }

  /// Answers with it.
  public void send(WebAnswer answer) throws IOException {
    answer.send(status, "application/json", json());
  }
}
