import { normalizePhone } from '../conversations/contacts/normalize-alias';

const maxEmailLength = 254;

/**
 * Returns a phone number as E.164, or undefined for other texts. A Brazilian number can lack the country's code, and a mobile one its ninth digit.
 * @param value as people write it: `(44) 99999-9999`, `044 9999-9999`, `+55 44 99999 9999`, `+1 415 555 2671`
 */
export async function readPhone(value: string): Promise<string | undefined> {
	const { parsePhoneNumberFromString } = await import('libphonenumber-js/max');
	const written = value.trim();
	const complete = withNinthDigit(written);
	const number = parsePhoneNumberFromString(complete, 'BR');
	return number?.isValid() && !number.ext ? normalizePhone(number.number) : undefined;
}

/** Writes a Brazilian number of ten digits, with or without the country's code, with the code; a mobile one gets its ninth digit. */
function withNinthDigit(written: string): string {
	const digits = written.replace(/[\s().-]/g, '');
	const [, area, local] = /^(?:\+?55|0)?([1-9][1-9])([2-9]\d{7,8})$/.exec(digits) ?? [];
	return area === undefined ? written : (normalizePhone(`55${area}${local}`) ?? written);
}

/** Returns an e-mail address in lower case, or undefined for other texts. */
export function readEmail(value: string): string | undefined {
	const address = value.trim().toLowerCase();
	return address.length <= maxEmailLength && /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(address) ? address : undefined;
}

/** Returns two capitals of a Brazilian state, or undefined. */
export function readState(value: string): string | undefined {
	const state = value.trim().toUpperCase();
	return states.includes(state) ? state : undefined;
}

const states = 'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO'.split(' ');
