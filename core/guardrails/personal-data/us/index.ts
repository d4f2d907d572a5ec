import type { Recognizer } from '../recognizer';
import { usSsn } from './us-ssn';

/** The United States. */
export const unitedStates: readonly Recognizer[] = [usSsn];
