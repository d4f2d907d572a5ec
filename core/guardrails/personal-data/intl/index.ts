import type { Recognizer } from '../recognizer';
import { creditCard } from './credit-card';
import { cryptoAddress } from './crypto';
import { dateOfBirth } from './date-of-birth';
import { emailAddress } from './email-address';
import { ibanCode } from './iban-code';
import { ipAddress } from './ip-address';
import { macAddress } from './mac-address';
import { person } from './person';
import { phoneNumber } from './phone-number';
import { url } from './url';

/** What every country has. */
export const international: readonly Recognizer[] = [
	emailAddress,
	phoneNumber,
	creditCard,
	ibanCode,
	ipAddress,
	macAddress,
	url,
	cryptoAddress,
	dateOfBirth,
	person,
];
