/** A wait between half and one and a half of its length, so that those who were refused together do not come back together. */
export const jittered = (ms: number, random = Math.random): number => Math.round(ms * (0.5 + random()));
