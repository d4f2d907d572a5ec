/** Max time of a start on a busy machine. */
export const startMs = 60_000;
/** Max characters of what the programs around a script say. */
export const maxErrors = 10_000;
