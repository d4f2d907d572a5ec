export const startMs = 60_000;
export const maxErrors = 10_000;
