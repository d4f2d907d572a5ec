/** Varies a wait between half and 1.5 times. */
export const jittered = (ms: number, random = Math.random): number => Math.round(ms * (0.5 + random()));
