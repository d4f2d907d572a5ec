import { TroupeError } from '../../base/errors';
import type { RenderCall } from './dotprompt';

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): boolean => isMap(value) && Object.values(value).every((text) => typeof text === 'string');
const isMaps = (value: unknown): boolean => isMap(value) && Object.values(value).every(isMap);
const isMessages = (value: unknown): boolean =>
	Array.isArray(value) &&
	value.every((one) => isMap(one) && typeof one.role === 'string' && Array.isArray(one.content) && one.content.every(isMap));

const fields: Array<[path: [string] | [string, string], is: (value: unknown) => boolean, expected: string]> = [
	[['partials'], isTexts, 'a map of texts'],
	[['schemas'], isMaps, 'a map of JSON Schemas'],
	[['data'], isMap, 'a map'],
	[['data', 'input'], isMap, 'a map of values'],
	[['data', 'context'], isMap, 'a map of values'],
	[['data', 'messages'], isMessages, 'a list of messages, each with "role" and "content", a list of parts'],
	[['data', 'docs'], Array.isArray, 'a list'],
	[['options'], isMap, 'a map of fields of the head'],
	[['options', 'config'], isMap, 'a map'],
	[['options', 'input'], isMap, 'a map'],
];

/** Reads `{"template", "partials", "schemas", "data", "options"}`. @throws TroupeError INPUT_INVALID with the field */
export function readRenderCall(value: unknown): RenderCall {
	if (!isMap(value)) throw unfit('The call', 'a JSON object with "template"');
	if (typeof value.template !== 'string') throw unfit('"template"', 'a text');
	for (const [[name, inner], is, expected] of fields) {
		const part = inner === undefined ? value[name] : (value[name] as Record<string, unknown> | undefined)?.[inner];
		if (part !== undefined && part !== null && !is(part)) throw unfit(`"${[name, inner].filter(Boolean).join('.')}"`, expected);
	}
	const { template, partials, schemas, data, options } = value;
	const given = Object.entries({ partials, schemas, data, options }).filter(([, part]) => part !== undefined && part !== null);
	return { template, ...Object.fromEntries(given) };
}

const unfit = (what: string, expected: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${what} of a rendering is not ${expected}.`,
		fix: 'Send {"template": "Hi {{name}}", "partials": {}, "data": {"input": {"name": "Ana"}}, "options": {}}; all but the template can be left out.',
	});
