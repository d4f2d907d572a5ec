import type { Recognizer } from '../recognizer';
import { dateOfBirth } from './date-of-birth';
import { emailAddress } from './email-address';
import { phoneNumber } from './phone-number';

/** What every country has. */
export const international: readonly Recognizer[] = [emailAddress, phoneNumber, dateOfBirth];
