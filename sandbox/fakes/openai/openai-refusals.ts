import type { RawReply } from '../fake-server';
import { openAiError } from './openai-faults';

export function refuse(param: string, code: string | null, message: string): RawReply {
	return openAiError(400, message, { param, code });
}

export function wrongType(param: string, expected: string, value: unknown): RawReply {
	const got = value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
	return refuse(param, 'invalid_type', `Invalid type for '${param}': expected ${expected}, but got ${got} instead.`);
}

export function wrongValue(param: string, value: unknown, supported: string[]): RawReply {
	const named = supported.map((name) => `'${name}'`).join(', ');
	return refuse(param, 'invalid_value', `Invalid value: '${String(value)}'. Supported values are: ${named}.`);
}

export function missing(param: string): RawReply {
	return refuse(param, 'missing_required_parameter', `Missing required parameter: '${param}'.`);
}

export function outOfRange(param: string, code: string, expected: string, value: number): RawReply {
	return refuse(param, code, `Invalid '${param}': value out of range. Expected a value ${expected}, but got ${value} instead.`);
}

export function emptyArray(param: string): RawReply {
	return refuse(
		param,
		'empty_array',
		`Invalid '${param}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
	);
}

export function arrayTooLong(param: string, max: number, length: number): RawReply {
	return refuse(
		param,
		'array_above_max_length',
		`Invalid '${param}': array too long. Expected an array with maximum length ${max}, but got an array with length ${length} instead.`,
	);
}

/** A name of a function or a schema: letters, digits, `_` and `-`, at most 64. */
export function checkName(param: string, name: unknown): RawReply | undefined {
	if (name === undefined) return missing(param);
	if (typeof name !== 'string') return wrongType(param, 'a string', name);
	if (name.length > 64) return stringTooLong(param, 64, name.length);
	if (/^[\w-]+$/.test(name)) return undefined;
	return refuse(
		param,
		'invalid_value',
		`Invalid '${param}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
	);
}

export function stringTooLong(param: string, max: number, length: number): RawReply {
	return refuse(
		param,
		'string_above_max_length',
		`Invalid '${param}': string too long. Expected a string with maximum length ${max}, but got a string with length ${length} instead.`,
	);
}
