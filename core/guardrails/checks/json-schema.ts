import * as Type from 'typebox/type';
import { getErrorMessage } from '../../base/errors';
import { compileSchema, type FindProblems } from '../../json-schema/compile-schema';
import type { Language } from '../../base/text/languages';
import type { JsonSchema } from '../../ports/models/models';
import { invalidCheck, defineCheck } from '../policy/check-kind';

const reasons: Record<'json' | 'long' | 'schema', Record<Language, (detail: string) => string>> = {
	json: { en: () => 'The text is not JSON.', pt: () => 'O texto não é JSON.' },
	long: { en: () => 'The text is too long to be checked as JSON.', pt: () => 'O texto é longo demais para ser verificado como JSON.' },
	schema: {
		en: (detail) => `The JSON does not match its schema: ${detail}.`,
		pt: (detail) => `O JSON não corresponde ao esquema: ${detail}.`,
	},
};
/** In UTF-16 code units. */
const maxJsonLength = 200_000;
const maxDetailLength = 300;
/** CommonMark 4.5: three or more backticks or tildes, with language and attributes. Models also put it on the JSON's line. */
const opening =
	/^(`{3,20}|~{3,20})[ \t]{0,10}(?:(?:[^\n`\w]{0,9}(?:application\/)?json[c5l]?\b[^\n`]{0,200})?\r?\n|(?:json[c5l]?)?[ \t]{0,10}(?=[{[]))/i;
const invisible = /^[\ufeff\u200b-\u200d\u2060\s]{1,100}/;

const options = {
	schema: Type.Unsafe<object | boolean>({ type: ['object', 'boolean'] }),
};

/** The text must be JSON that fits a schema. Rewriting removes the code fence that models often add. */
export const jsonSchema = defineCheck({
	id: 'json-schema',
	code: 'JSON_SCHEMA',
	options,
	stages: ['output'],
	scope: 'text',
	async create({ schema }) {
		const findProblems = await compile(schema);
		return {
			check(text, { language }) {
				const problem = findProblem(text, findProblems);
				if (!problem) return { kind: 'pass' };
				const inside = text.length > maxJsonLength ? undefined : unwrap(text);
				const reason = reasons[problem.kind][language](problem.detail ?? '');
				const rewrite = inside !== undefined && !findProblem(inside, findProblems) ? { rewrite: () => inside } : {};
				return { kind: 'violation', reason, matches: [], ...rewrite };
			},
		};
	},
});

/** Removes an optionally unclosed fence, or the byte order mark; undefined without either. */
function unwrap(text: string): string | undefined {
	const visible = text.replace(invisible, '');
	const fence = opening.exec(visible);
	if (!fence) return visible === text ? undefined : visible;
	const body = visible.slice(fence[0].length).trimEnd();
	const closing = /(?:`{3,20}|~{3,20})$/.exec(body)?.[0] ?? '';
	return body.slice(0, body.length - (closing.startsWith(fence[1]!) ? closing.length : 0)).trim();
}

function findProblem(text: string, findProblems: FindProblems): { kind: keyof typeof reasons; detail?: string } | undefined {
	if (text.length > maxJsonLength) return { kind: 'long' };
	const parsed = parseJson(text);
	if (!parsed) return { kind: 'json' };
	const problems = findProblems(parsed.value);
	return problems.length === 0 ? undefined : { kind: 'schema', detail: problems.slice(0, 3).join('; ').slice(0, maxDetailLength) };
}

function parseJson(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) };
	} catch {
		return undefined;
	}
}

/** @throws TroupeError POLICY_INVALID for a schema that is invalid, too large, refers elsewhere, or uses an expression that RE2 does not support */
async function compile(schema: object | boolean): Promise<FindProblems> {
	const written = typeof schema === 'boolean' ? (schema ? {} : { not: {} }) : schema;
	try {
		return await compileSchema(written as JsonSchema, { thorough: false });
	} catch (cause) {
		throw invalidCheck(`has an unusable schema: ${getErrorMessage(cause)}`, cause);
	}
}
