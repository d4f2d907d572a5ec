import type { FormField } from './form-field';

/** More digits than these do not survive in a number. */
const maxDigits = 15;

/** How a field says that its value is a text. */
const asText = 'takes a number as a text';

const isDecimal = (text: string): boolean => /^-?(\d+\.?\d*|\.\d+)$/.test(text);
const toDecimal = (text: string): string => text.trim().replace(/^([^.,]*),([^.,]*)$/, '$1.$2');
const countDigits = (text: string): number => text.replaceAll(/\D/g, '').replace(/^0+/, '').length;

/** Returns a number only for a text that loses nothing by it; else the service says what is wrong with the text. A comma is a point, too. */
export function readNumber(text: string, { value, problems }: Pick<FormField, 'value' | 'problems'>): unknown {
	const typed = toDecimal(text);
	if (typed === '') return null;
	const isText = problems.includes(asText) || (typeof value === 'string' && problems.every((one) => one !== 'takes a number'));
	return isText || !isDecimal(typed) || countDigits(typed) > maxDigits ? typed : Number(typed);
}

export const hasTooManyDigits = (typed: unknown): boolean =>
	typeof typed === 'string' && isDecimal(toDecimal(typed)) && countDigits(toDecimal(typed)) > maxDigits;

/** Returns whether a field wants the text of the number that it got. */
export const wantsText = ({ type, value, problems }: FormField): boolean =>
	type === 'number' && typeof value === 'number' && problems.includes(asText);

/** The text of a number as it was typed. */
export const textOf = (value: unknown, typed: string | undefined): string => (typed === undefined ? String(value) : toDecimal(typed));
