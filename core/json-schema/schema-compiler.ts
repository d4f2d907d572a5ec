import type Ajv from 'ajv';
import type { ErrorObject } from 'ajv';
import type { JsonSchema } from '../ports/models/models';
import { addFormats, countSteps, countWork, linearPatterns, replaceUniqueItems } from './schema-keywords';

/** Cost of following a reference, in characters that one step of a pattern reads. */
const minCost = 100;

/** Compiles schemas of one draft. */
export interface SchemaCompiler {
	/**
	 * @param parts of the schema: the cost of following one of its references
	 * @returns a function that finds problems in a value; it throws if that would take too long
	 */
	compile(schema: JsonSchema, parts: number): (value: unknown) => ErrorObject[];
}

/** The features of a compiler. */
export interface Dialect {
	/** 2019-09 and 2020-12 instead of draft 7. */
	newer: boolean;
	/** Checks formats too. */
	thorough: boolean;
}

/** Takes half a millisecond for a schema, ten for the compiler. */
export async function createSchemaCompiler({ newer, thorough }: Dialect): Promise<SchemaCompiler> {
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
	ajv.compile({}); // the meta schema, whose references cost almost nothing
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
