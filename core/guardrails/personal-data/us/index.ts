import type { Recognizer } from '../recognizer';
import { usSsn } from './us-ssn';

export const unitedStates: readonly Recognizer[] = [usSsn];
