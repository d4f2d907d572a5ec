import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { isFields } from '../../core/base/is-fields';
import { givenJson } from './given-json';

interface Assignment {
	name?: string;
	type?: 'string' | 'number' | 'boolean' | 'array' | 'object';
	value?: unknown;
}

/**
 * @param field such as `The field "Variables"` @throws TroupeError INPUT_INVALID for a name without text, and for a value that is not of its
 * type
 */
export function readAssignments(value: unknown, field: string): IDataObject {
	const { assignments = [] } = (value ?? {}) as { assignments?: Assignment[] };
	return Object.fromEntries(assignments.map((each, index) => [readName(each, index, field), readValue(each, field)])) as IDataObject;
}

function readName({ name = '' }: Assignment, index: number, field: string): string {
	if (name.trim() !== '') return name.trim();
	throw invalid(`${field} has no name for its value ${index + 1}.`, 'Enter a name, or remove the value.');
}

function readValue({ name, type, value }: Assignment, field: string): unknown {
	if (value === null || value === undefined) return null;
	const refuse = (expected: string) =>
		invalid(`${field} has a value for "${name}" that is not ${expected}.`, 'Correct the value, or its type.');
	if (type === 'number') {
		const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
		if (!Number.isFinite(number)) throw refuse('a number');
		return number;
	}
	if (type === 'boolean') {
		if (typeof value === 'boolean') return value;
		if (value === 'true' || value === 'false') return value === 'true';
		throw refuse('true or false');
	}
	if (type !== 'array' && type !== 'object') return value;
	const parsed = givenJson(value, `${field}, "${name}",`);
	if (type === 'array' ? !Array.isArray(parsed) : !isFields(parsed)) throw refuse(type === 'array' ? 'a list' : 'an object');
	return parsed;
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
