import type { Recognizer } from '../recognizer';
import { usSsn } from './us-ssn';

/** Recognizers of the United States. */
export const unitedStates: readonly Recognizer[] = [usSsn];
