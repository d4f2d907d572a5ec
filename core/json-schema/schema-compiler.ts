import type Ajv from 'ajv';
import type { ErrorObject } from 'ajv';
import type { JsonSchema } from '../ports/models/models';
import { addFormats, countSteps, countWork, linearPatterns, replaceUniqueItems } from './schema-keywords';

/** Cost of following a reference, in characters that one step of a pattern reads. */
const minCost = 100;

export interface SchemaCompiler {
	/** @param parts of the schema: the cost of following a reference @returns a function that throws if validation would take too long */
	compile(schema: JsonSchema, parts: number): (value: unknown) => ErrorObject[];
}

export interface Dialect {
	/** 2019-09 and 2020-12 instead of draft 7. */
	newer: boolean;
	thorough: boolean;
}

/** Half a millisecond for a schema, ten for the compiler. */
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
