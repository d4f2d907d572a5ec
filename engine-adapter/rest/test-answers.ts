import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Answers } from '../../service/http/describe-operations';

const ajv = addFormats(new Ajv2020({ strict: false }));
const validators = new Map<object, ValidateFunction>();

/** Says how an answer differs from what its operation describes: a field is of another type, or is not described. */
export function describeMisfit(answer: Answers[number] | undefined, payload: string): string | undefined {
	const schema = answer?.content?.['application/json']?.schema;
	if (schema === undefined) return undefined;
	const validate = validators.get(schema) ?? ajv.compile(close(schema) as object);
	validators.set(schema, validate);
	return validate(JSON.parse(payload))
		? undefined
		: ajv.errorsText(validate.errors, { separator: '; ' }) + ` ${JSON.stringify(validate.errors?.[0]?.params)}`;
}

/** Only the test refuses other fields: a client has to accept those of later versions. */
function close(schema: unknown): unknown {
	if (typeof schema !== 'object' || schema === null) return schema;
	if (Array.isArray(schema)) return schema.map(close);
	const closed = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, close(value)]));
	return 'properties' in closed && !('additionalProperties' in closed) ? { ...closed, additionalProperties: false } : closed;
}
