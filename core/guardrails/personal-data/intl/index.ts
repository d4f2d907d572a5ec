import type { Recognizer } from '../recognizer';
import { emailAddress } from './email-address';
import { phoneNumber } from './phone-number';

/** What every country has. */
export const international: readonly Recognizer[] = [emailAddress, phoneNumber];
