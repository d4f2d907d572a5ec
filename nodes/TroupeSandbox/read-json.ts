import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { givenJson } from '../shared/given-json';
import { nameField } from '../shared/name-field';
import { properties } from './properties';

/** Reads a field with a JSON object, which an expression may give as an object. @throws TroupeError INPUT_INVALID */
export const readObject = (context: IExecuteFunctions, name: string, item: number): object =>
	requireObject(givenJson(context.getNodeParameter(name, item), nameField(properties, name)), nameField(properties, name));

/** Reads a field with a document: text stays as it is, because the hash of a report is that of the text. */
export function readDocument(context: IExecuteFunctions, name: string, item: number): string | object {
	const value = context.getNodeParameter(name, item) as unknown;
	readObject(context, name, item);
	return value as string | object;
}

/** @param where for the error */
export function requireObject(value: unknown, where: string): object {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
	throw new TroupeError({ code: 'INPUT_INVALID', message: `${where} is not a JSON object.`, fix: 'Correct the field, or its expression.' });
}

/** Reads a field with a list of objects. @throws TroupeError INPUT_INVALID */
export function readList(context: IExecuteFunctions, name: string, item: number): object[] {
	const where = nameField(properties, name);
	const value = givenJson(context.getNodeParameter(name, item), where);
	if (Array.isArray(value)) return value.map((one) => requireObject(one, `An entry of ${where}`));
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${where} is not a JSON list.`,
		fix: 'Write a list with one object for each item: [{"id": 1}].',
	});
}

/** Reads options that hold JSON objects; those that are empty are left out. */
export function readObjects(options: Record<string, unknown>, names: Record<string, string>): Record<string, object> {
	return Object.fromEntries(
		Object.entries(names)
			.filter(([name]) => !isEmpty(options[name]))
			.map(([name, label]) => [name, requireObject(givenJson(options[name], label), label)]),
	);
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Reads an option as text; an expression can return anything. */
export const toText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');
