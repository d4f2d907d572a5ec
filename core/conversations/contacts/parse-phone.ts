import { normalizePhone } from './normalize-alias';

const brazil = '55';
/** Area and line by Anatel: mobile lines have nine digits and begin with 9; eight digits are the older form. */
const brazilianLine = /^(?:1[1-9]|2[12478]|3[1-578]|4[1-9]|5[1345]|6[1-9]|7[134579]|8[1-9]|9[1-9])(?:9\d{8}|[2-9]\d{7})$/;

/**
 * Returns E.164 for any spelling. Without a plus sign, a possible Brazilian number counts as Brazilian: `47 9123-4567` is from Joinville, not from
 * Norway.
 */
export function parsePhone(written: string): string | undefined {
	const digits = written.replace(/\D/g, '').replace(/^0+/, '');
	const isNational = !written.trim().startsWith('+') && brazilianLine.test(digits);
	return normalizePhone(isNational ? brazil + digits : digits);
}

const localLength = 8;

export function isWithoutArea(written: string, phone: string): boolean {
	const digits = written.replace(/\D/g, '');
	return (digits.length === localLength || digits.length === localLength + 1) && phone.endsWith(digits.slice(-localLength));
}
