import type { Options, ValidateFunction } from 'ajv';

const quick: Options = {
	// Own schemas are checked by a test.
	validateSchema: false,
	meta: false,
	// Code that is made quickly, not short: 10 ms for an agent's schema in place of 60.
	inlineRefs: false,
	code: { optimize: false },
};

/** A schema of this program: it is compiled at the first use, as ajv takes its time to load. All errors are found, defaults filled in. */
export function ownSchema<Value>(schema: object, options: Options = {}): () => Promise<ValidateFunction<Value>> {
	let compiled: Promise<ValidateFunction<Value>> | undefined;
	const compile = async () => {
		const { default: Ajv } = await import('ajv');
		return new Ajv({ ...quick, allErrors: true, useDefaults: true, strict: true, strictRequired: false, ...options }).compile<Value>(
			schema,
		);
	};
	return () => (compiled ??= compile());
}
