//! Working days of England and Wales, holidays, and the one reader of the system clock.
