import { normalizePhone } from './normalize-alias';

const brazil = '55';
/** An area and a line as Anatel gives them: mobile lines have nine digits, the first of which is a 9; who writes eight means an older form. */
const brazilianLine = /^(?:1[1-9]|2[12478]|3[1-578]|4[1-9]|5[1345]|6[1-9]|7[134579]|8[1-9]|9[1-9])(?:9\d{8}|[2-9]\d{7})$/;

/**
 * Returns E.164, however people wrote it. A number without a plus sign that can be a Brazilian one without the country's code is one: `47 9123-4567`
 * is from Joinville, not from Norway.
 */
export function parsePhone(written: string): string | undefined {
	const digits = written.replace(/\D/g, '').replace(/^0+/, '');
	const isNational = !written.trim().startsWith('+') && brazilianLine.test(digits);
	return normalizePhone(isNational ? brazil + digits : digits);
}

/** The end of a number, which all ways to write it have. */
const localLength = 8;

/** Whether a number that was written without its area can be this one. */
export function isWithoutArea(written: string, phone: string): boolean {
	const digits = written.replace(/\D/g, '');
	return (digits.length === localLength || digits.length === localLength + 1) && phone.endsWith(digits.slice(-localLength));
}
