package io.trailhouse.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.EventCategory;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsRequest;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

/// [EventHistory] as the service answers it.
public final class CloudTrailHistory implements EventHistory {
  private static final int MOST_OF_A_PAGE = 50;
  private static final Set<String> THROTTLES =
      Set.of(
          "ThrottlingException",
          "Throttling",
          "ThrottledException",
          "TooManyRequestsException",
          "RequestLimitExceeded");

  private final CloudTrailClient client;

  /// @param client of the account and Region; it must not try again by itself
  public CloudTrailHistory(CloudTrailClient client) {
    this.client = client;
  }

  @Override
  public Reply ask(Call call) {
    LookupEventsRequest.Builder request =
        LookupEventsRequest.builder()
            .startTime(Instant.ofEpochSecond(call.from()))
            .endTime(Instant.ofEpochSecond(call.to()))
            .maxResults(MOST_OF_A_PAGE)
            .nextToken(call.cursor());
    if (call.insight()) {
      request.eventCategory(EventCategory.INSIGHT);
    }
    try {
      return page(client.lookupEvents(request.build()));
    } catch (SdkException e) {
      return failure(e);
    }
  }

  private static Reply page(LookupEventsResponse answer) {
    List<Found> found = new ArrayList<>();
    for (Event event : answer.events()) {
      if (event.cloudTrailEvent() != null && event.eventTime() != null) {
        found.add(
            new Found(
                String.valueOf(event.eventId()),
                event.eventTime().getEpochSecond(),
                event.cloudTrailEvent()));
      }
    }
    String cursor = answer.nextToken();
    return new Reply.Page(found, cursor == null || cursor.isEmpty() ? null : cursor);
  }

  private static Reply failure(SdkException problem) {
    if (problem instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
      String code = String.valueOf(answer.awsErrorDetails().errorCode());
      if (THROTTLES.contains(code)) {
        return new Reply.Throttled();
      }
      if (code.equals("InvalidNextTokenException")) {
        return new Reply.CursorRefused(Failures.text(problem));
      }
    }
    return new Reply.Failed(Failures.kind(problem), Failures.text(problem));
  }
}
