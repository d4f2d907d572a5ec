/** A real part that this machine cannot have; callers report it as a skip with its reason. */
export class Unavailable extends Error {}
