import { normalizePhone } from './normalize-alias';

const brazil = '55';

/** Returns E.164, however people wrote it; a number without the country's code is a Brazilian one. */
export function parsePhone(written: string): string | undefined {
	const digits = written.replace(/\D/g, '').replace(/^0+/, '');
	const isNational = !written.trim().startsWith('+') && (digits.length === 10 || digits.length === 11);
	return normalizePhone(isNational ? brazil + digits : digits);
}

/** The end of a number, which all ways to write it have. */
const localLength = 8;

/** Whether a number that was written without its area can be this one. */
export function isWithoutArea(written: string, phone: string): boolean {
	const digits = written.replace(/\D/g, '');
	return (digits.length === localLength || digits.length === localLength + 1) && phone.endsWith(digits.slice(-localLength));
}
