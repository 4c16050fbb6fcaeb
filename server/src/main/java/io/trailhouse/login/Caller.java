package io.trailhouse.login;

/// Who asks.
///
/// @param user for the audit log and what is kept under somebody's name
public record Caller(String user, Role role) {}
