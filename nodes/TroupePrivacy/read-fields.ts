import type { IExecuteFunctions } from 'n8n-workflow';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { nameField } from '../shared/name-field';
import { textReader } from '../shared/read-text';
import { properties } from './properties';

export const { readText, readGivenText } = textReader(properties);

/** @throws TroupeError INPUT_INVALID for an empty text */
export function readFilled(context: IExecuteFunctions, name: string, item: number): string {
	const value = readGivenText(context, name, item).trim();
	if (value !== '') return value;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${nameField(properties, name)} is empty.`,
		fix: 'Fill it in. If it is an expression, check that it returns a value.',
	});
}

/** Reads an option that people may leave out. */
export function readOption(context: IExecuteFunctions, name: string, item: number): string | undefined {
	return readText(context, `options.${name}`, item).trim() || undefined;
}

/** Reads a time: what expressions return for one, such as `$now`, too. */
export function readMoment(context: IExecuteFunctions, name: string, item: number): string | undefined {
	const { [name]: value } = context.getNodeParameter('options', item, {}) as Record<string, unknown>;
	if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
	const isLuxon = typeof value === 'object' && value !== null && 'toISO' in value && typeof value.toISO === 'function';
	return isLuxon ? String((value as { toISO(): string | null }).toISO()) : readOption(context, name, item);
}

/** The service repeats the name that it was asked for; an error stays in the execution when the person is forgotten. */
export function withoutNames<Answer>(asked: Promise<Answer>): Promise<Answer> {
	return asked.catch((error: unknown) => {
		throw isTroupeError(error) && error.code === 'RESOURCE_NOT_FOUND' ? isUnknown() : error;
	});
}

const isUnknown = () =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: 'No contact has the id or name in the field "Person".',
		fix: 'Use the ID of a contact, or a name with its kind, such as phone=+5544999999999 or email=ana@example.com.',
	});
