import type { AnySchema, ErrorObject, ValidateFunction } from 'ajv';
import type { Language } from '../../ports';
import { type CheckKind, invalidCheck } from '../policy/check-kind';
import { checkSchemaBounds } from './json-schema-bounds';
import { MOST_STEPS } from './user-expression';

const REASON: Record<'json' | 'long' | 'schema', Record<Language, (detail: string) => string>> = {
	json: { en: () => 'The text is not JSON.', pt: () => 'O texto não é JSON.' },
	long: { en: () => 'The text is too long to be checked as JSON.', pt: () => 'O texto é longo demais para ser verificado como JSON.' },
	schema: {
		en: (detail) => `The JSON does not fit its schema: ${detail}.`,
		pt: (detail) => `O JSON não corresponde ao esquema: ${detail}.`,
	},
};
/** In UTF-16 code units. */
const LONGEST_JSON = 200_000;
const LONGEST_DETAIL = 300;
/** Steps of a pattern times units of its text: a schema is checked in one go. */
const MOST_WORK = 20_000_000;
const FENCED = /^\s{0,100}```(?:json|JSON)?[ \t]{0,10}\n([^]*?)\n?[ \t]{0,10}```\s{0,100}$/;

/** The whole text is JSON that fits a schema (draft 7). A rewriting takes it out of the fence that models like to put around it. */
export const jsonSchema: CheckKind<'json-schema'> = {
	code: 'JSON_SCHEMA',
	stages: ['output'],
	scope: 'text',
	async create({ schema }) {
		checkSchemaBounds(schema);
		const validate = await compile(schema);
		return {
			id: 'json-schema',
			check(text, { language }) {
				const problem = problemOf(text, validate);
				if (!problem) return { kind: 'pass' };
				const inside = FENCED.exec(text.length > LONGEST_JSON ? '' : text)?.[1];
				const reason = REASON[problem.kind][language](problem.detail ?? '');
				const rewrite = inside !== undefined && !problemOf(inside, validate) ? { rewrite: () => inside } : {};
				return { kind: 'violation', reason, matches: [], ...rewrite };
			},
		};
	},
};

function problemOf(text: string, validate: ValidateFunction): { kind: keyof typeof REASON; detail?: string } | undefined {
	if (text.length > LONGEST_JSON) return { kind: 'long' };
	const parsed = parseJson(text);
	if (!parsed) return { kind: 'json' };
	if (validate(parsed.value)) return undefined;
	return { kind: 'schema', detail: (validate.errors ?? []).slice(0, 3).map(describeError).join('; ').slice(0, LONGEST_DETAIL) };
}

/** By the place in the schema and in its words: the reply's own fields may be named after people. */
function describeError({ schemaPath, message }: ErrorObject): string {
	return `${schemaPath} ${message ?? 'is not met'}`;
}

function parseJson(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) };
	} catch {
		return undefined;
	}
}

/** @throws TroupeError POLICY_INVALID for what is no schema, refers elsewhere, or has an expression that RE2 does not know */
async function compile(schema: AnySchema): Promise<ValidateFunction> {
	const [{ default: Ajv }, { RE2JS }] = await Promise.all([import('ajv'), import('re2js')]);
	// Patterns are what a user wrote: they run on RE2.
	const regExp = Object.assign(
		(source: string) => {
			const expression = RE2JS.compile(source);
			const steps = expression.programSize();
			if (steps > MOST_STEPS)
				throw new Error(`the pattern ${source.slice(0, 80)} has ${steps} steps, more than ${MOST_STEPS}: repeat less in it`);
			const longest = MOST_WORK / steps;
			return {
				test(text: string) {
					if (text.length > longest) throw new Error(`a text of ${text.length} units is too long for a pattern of ${steps} steps`);
					return expression.matcher(text).find();
				},
			};
		},
		{ code: 'undefined' },
	);
	const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, code: { regExp } });
	// Its own compares each item with each.
	ajv.removeKeyword('uniqueItems');
	ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', validate: areUnique, errors: false });
	try {
		return ajv.compile(schema);
	} catch (cause) {
		throw invalidCheck(`has a schema that cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
	}
}

function areUnique(wanted: boolean, items: unknown[]): boolean {
	return !wanted || new Set(items.map(canonical)).size === items.length;
}

function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
	return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join()}}`;
}
