import type { FormField } from './form-field';

/** Numbers keep no more digits. */
const maxDigits = 15;

const asText = 'takes a number as a text';

const isDecimal = (text: string): boolean => /^-?(\d+\.?\d*|\.\d+)$/.test(text);
const toDecimal = (text: string): string => text.trim().replace(/^([^.,]*),([^.,]*)$/, '$1.$2');
const countDigits = (text: string): number => text.replaceAll(/\D/g, '').replace(/^0+/, '').length;

/** Returns a number only if the text loses nothing by it; else the service reports the fault. Accepts a comma as the decimal point. */
export function readNumber(text: string, { value, problems }: Pick<FormField, 'value' | 'problems'>): unknown {
	const typed = toDecimal(text);
	if (typed === '') return null;
	const isText = problems.includes(asText) || (typeof value === 'string' && problems.every((one) => one !== 'takes a number'));
	return isText || !isDecimal(typed) || countDigits(typed) > maxDigits ? typed : Number(typed);
}

export const hasTooManyDigits = (typed: unknown): boolean =>
	typeof typed === 'string' && isDecimal(toDecimal(typed)) && countDigits(toDecimal(typed)) > maxDigits;

export const wantsText = ({ type, value, problems }: FormField): boolean =>
	type === 'number' && typeof value === 'number' && problems.includes(asText);

export const textOf = (value: unknown, typed: string | undefined): string => (typed === undefined ? String(value) : toDecimal(typed));
