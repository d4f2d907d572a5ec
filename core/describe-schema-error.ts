import type { ErrorObject } from 'ajv';

/** One of ajv's errors for people: the field as `checks.0.action`, and what is wrong with it. Quotes names of fields, never values. */
export function describeSchemaError(error: ErrorObject): string {
	const field = error.instancePath.slice(1).replaceAll('/', '.') || 'the document';
	if (error.keyword === 'additionalProperties') return `${field} has the unknown field "${String(error.params.additionalProperty)}"`;
	if (error.keyword === 'enum') return `${field} must be one of ${(error.params.allowedValues as string[]).join(', ')}`;
	if (error.keyword === 'discriminator') return `${field}.${String(error.params.tag)} is none of the names that are known`;
	return `${field} ${error.message ?? 'is invalid'}`;
}
