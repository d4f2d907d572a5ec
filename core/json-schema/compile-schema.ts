import type { ErrorObject } from 'ajv';
import type Ajv from 'ajv';
import { getErrorMessage } from '../base/errors';
import type { JsonSchema } from '../ports/models/models';
import { checkBounds } from './schema-bounds';
import { addFormats, countSteps, countWork, linearPatterns, replaceUniqueItems } from './schema-keywords';

/** Cost of following a reference, in characters that one step of a pattern reads. */
const minCost = 100;

interface SchemaCompiler {
	/** @param parts of the schema: the cost of following a reference @returns a function that throws if validation would take too long */
	compile(schema: JsonSchema, parts: number): (value: unknown) => ErrorObject[];
}

interface Dialect {
	/** 2019-09 and 2020-12 instead of draft 7. */
	newer: boolean;
	thorough: boolean;
}

/** Half a millisecond for a schema, ten for the compiler. */
async function createSchemaCompiler({ newer, thorough }: Dialect): Promise<SchemaCompiler> {
	const { default: Class } = newer ? await import('ajv/dist/2020') : await import('ajv');
	const work = countWork();
	const code = { regExp: await linearPatterns(work), optimize: false };
	const ajv: Ajv = new Class({
		strict: false,
		validateFormats: thorough,
		allErrors: true,
		logger: false,
		inlineRefs: false,
		verbose: true,
		code,
	});
	let cost = 1;
	await countSteps(ajv, work, () => cost);
	replaceUniqueItems(ajv);
	if (thorough) await addFormats(ajv);
	work.renew();
	ajv.compile({});
	return {
		compile(schema, parts) {
			cost = Math.max(parts, minCost);
			work.renew();
			const validate = ajv.compile(schema);
			ajv.removeSchema(schema);
			return (value) => {
				work.renew();
				return validate(value) ? [] : (validate.errors ?? []);
			};
		},
	};
}

/** Each problem with its place, in the schema's words, never with values. Empty if the value fits. */
export type FindProblems = (value: unknown) => string[];

const maxProblems = { quick: 5, thorough: 20 };
const maxProblemLength = 300;
/** Keywords of 2019-09 and 2020-12 that draft 7 ignores. */
const newerKeywords =
	/"(?:prefixItems|unevaluated(?:Properties|Items)|dependent(?:Required|Schemas)|\$dynamic(?:Ref|Anchor)|minContains)":/;

const maxCached = 500;
const compiled = new Map<string, Promise<FindProblems>>();

/**
 * Draft 7, 2019-09 or 2020-12, by `$schema` or else by keywords. Patterns run on RE2. @throws Error for a schema that is invalid, too large, or
 * refers to another document
 */
export async function compileSchema(schema: JsonSchema, { thorough }: Pick<Dialect, 'thorough'>): Promise<FindProblems> {
	const { text, parts } = checkBounds(schema);
	const name = `${thorough} ${text}`;
	const cached = compiled.get(name) ?? compile(schema, text, parts, thorough);
	keep(name, cached);
	return cached;
}

/** The same schemas come with each run. */
function keep(name: string, result: Promise<FindProblems>): void {
	compiled.delete(name);
	compiled.set(name, result);
	if (compiled.size > maxCached) compiled.delete(compiled.keys().next().value!);
	result.catch(() => compiled.delete(name));
}

const compilers = new Map<string, Promise<SchemaCompiler>>();

async function compile({ $schema, ...schema }: JsonSchema, text: string, parts: number, thorough: boolean): Promise<FindProblems> {
	const newer = typeof $schema === 'string' ? /20(?:19-09|20-12)/.test($schema) : newerKeywords.test(text);
	const findFaults = (await loadCompiler(text, { newer, thorough })).compile(schema, parts);
	return (value) => {
		try {
			const problems = new Set(findFaults(value).map((error) => describe(error, text)));
			return [...problems].slice(0, maxProblems[thorough ? 'thorough' : 'quick']);
		} catch (error) {
			return [`the whole cannot be checked: ${getErrorMessage(error).slice(0, maxProblemLength)}`];
		}
	};
}

async function loadCompiler(text: string, dialect: Dialect): Promise<SchemaCompiler> {
	// A compiler remembers the ids of the schemas that it compiled.
	if (text.includes('"$id":')) return createSchemaCompiler(dialect);
	const name = JSON.stringify(dialect);
	const compiler = compilers.get(name) ?? createSchemaCompiler(dialect);
	compilers.set(name, compiler);
	return compiler;
}

function describe({ instancePath, keyword, params, message, parentSchema }: ErrorObject, schema: string): string {
	// The field names of a map are data, which can be private.
	const steps = instancePath.split('/').slice(1);
	const place = steps.map((step) => (/^\d{1,6}$/.test(step) || schema.includes(`${JSON.stringify(step)}:`) ? step : '*')).join('.');
	const fieldNames = Object.keys((parentSchema?.properties as object | undefined) ?? {}).join(', ');
	const more =
		keyword === 'enum'
			? ` (${JSON.stringify(params.allowedValues)})`
			: keyword === 'additionalProperties' && fieldNames
				? ` beside ${fieldNames}`
				: '';
	return `${place || 'the whole'} ${message ?? 'does not fit'}${more}`.slice(0, maxProblemLength);
}
