package io.trailhouse.query;

/// A piece of a statement: its kind and where it stands, `to` exclusive, in characters.
record SqlToken(Kind kind, int from, int to) {
  enum Kind {
    /// A name or keyword without quotes.
    WORD,
    /// A name in double quotes or backticks.
    QUOTED,
    /// Text in single quotes.
    STRING,
    NUMBER,
    /// A CloudTrail Lake event data store written without quotes: its id, or its ARN.
    STORE,
    /// `?` or `$name`: a value that was never filled in.
    PARAMETER,
    /// An operator or a mark such as `(`.
    SYMBOL
  }
}
