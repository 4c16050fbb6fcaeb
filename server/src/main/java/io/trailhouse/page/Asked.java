package io.trailhouse.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.login.Caller;
import io.trailhouse.web.WebRequest;

/// A question: its body, and who asks.
///
/// @param body a JSON object
public record Asked(JsonNode body, Caller caller, WebRequest request) {}
