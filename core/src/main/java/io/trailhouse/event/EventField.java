package io.trailhouse.event;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The one list of the fields that stand at the top of an event record.
///
/// Source: CloudTrail user guide, "CloudTrail record contents"; `insightDetails` is the body of
/// Insight records, `eventContext` that of enriched event data stores. A field that is not in this
/// list is kept all the same (the table's `extra` column).
public enum EventField {
  EVENT_VERSION("eventVersion"),
  USER_IDENTITY("userIdentity"),
  EVENT_TIME("eventTime"),
  EVENT_SOURCE("eventSource"),
  EVENT_NAME("eventName"),
  AWS_REGION("awsRegion"),
  SOURCE_IP_ADDRESS("sourceIPAddress"),
  USER_AGENT("userAgent"),
  ERROR_CODE("errorCode"),
  ERROR_MESSAGE("errorMessage"),
  REQUEST_PARAMETERS("requestParameters"),
  RESPONSE_ELEMENTS("responseElements"),
  ADDITIONAL_EVENT_DATA("additionalEventData"),
  REQUEST_ID("requestID"),
  EVENT_ID("eventID"),
  READ_ONLY("readOnly"),
  RESOURCES("resources"),
  EVENT_TYPE("eventType"),
  API_VERSION("apiVersion"),
  MANAGEMENT_EVENT("managementEvent"),
  RECIPIENT_ACCOUNT_ID("recipientAccountId"),
  SHARED_EVENT_ID("sharedEventID"),
  VPC_ENDPOINT_ID("vpcEndpointId"),
  VPC_ENDPOINT_ACCOUNT_ID("vpcEndpointAccountId"),
  SERVICE_EVENT_DETAILS("serviceEventDetails"),
  EVENT_CATEGORY("eventCategory"),
  ADDENDUM("addendum"),
  SESSION_CREDENTIAL_FROM_CONSOLE("sessionCredentialFromConsole"),
  EDGE_DEVICE_DETAILS("edgeDeviceDetails"),
  TLS_DETAILS("tlsDetails"),
  EVENT_CONTEXT("eventContext"),
  INSIGHT_DETAILS("insightDetails");

  private static final EventField[] ALL = values();
  private static final Map<String, EventField> BY_NAME = new HashMap<>();

  static {
    for (EventField field : ALL) {
      BY_NAME.put(field.jsonName, field);
    }
  }

  private final String jsonName;

  EventField(String jsonName) {
    this.jsonName = jsonName;
  }

  /// The key in a record, as CloudTrail spells it; upper and lower case count.
  public String jsonName() {
    return jsonName;
  }

  /// The column of the event table: the same name in lower case.
  public String column() {
    return jsonName.toLowerCase(Locale.ROOT);
  }

  /// The field with this key, or null for a key that this list does not know.
  public static @Nullable EventField named(String jsonName) {
    return BY_NAME.get(jsonName);
  }

  static EventField at(int ordinal) {
    return ALL[ordinal];
  }
}
