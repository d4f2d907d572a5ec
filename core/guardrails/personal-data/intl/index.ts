import type { Recognizer } from '../recognizer';
import { creditCard } from './credit-card';
import { cryptoAddress } from './crypto/crypto';
import { dateOfBirth } from './person/date-of-birth';
import { emailAddress } from './internet/email-address';
import { ibanCode } from './iban-code';
import { ipAddress } from './internet/ip-address';
import { macAddress } from './internet/mac-address';
import { person } from './person/person';
import { phoneNumber } from './phone/phone-number';
import { url } from './internet/url';

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
