import type { Recognizer } from '../recognizer';

/** The United States. */
export const unitedStates: readonly Recognizer[] = [];
