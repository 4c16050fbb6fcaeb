package io.trailhouse.cli;

import io.trailhouse.event.EventIdentity;
import io.trailhouse.problem.TerminalEscaper;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Takes the id of an account, and no other word: of one that no account can have nothing would be
/// found, which looks like peace.
final class AccountId implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (!EventIdentity.isAccountId(text)) {
      throw new TypeConversionException(
          "no account has the id '%s'; an account's id is twelve digits"
              .formatted(TerminalEscaper.line(text)));
    }
    return text;
  }
}
