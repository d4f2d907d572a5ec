/** A real part that this machine cannot run. Callers report a skip with the reason. */
export class Unavailable extends Error {}
