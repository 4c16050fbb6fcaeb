"""The parts of bench/run and bench/compare: data sets, measured processes, peers, figures, table."""
