import type { ErrorObject } from 'ajv';

/** Of a list with 100,000 mistakes nobody reads more, and each would be compared with each. */
const LOOKED_AT = 100;
const DESCRIBED = 10;

/** The first of ajv's errors for people, those of the branches of one choice as one. Quotes names of fields, never values. */
export function describeSchemaErrors(all: ErrorObject[]): string[] {
	// What a condition then asks for is an error of its own.
	const errors = all.filter(({ keyword }) => keyword !== 'if').slice(0, LOOKED_AT);
	const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
	const isOf = (choice: ErrorObject) => (error: ErrorObject) =>
		error.instancePath === choice.instancePath && error.schemaPath.startsWith(`${choice.schemaPath}/`);
	return errors
		.filter((error) => !choices.some((choice) => isOf(choice)(error)))
		.slice(0, DESCRIBED)
		.map((error) => (choices.includes(error) ? describeChoice(error, errors.filter(isOf(error))) : describeSchemaError(error)));
}

function describeChoice(choice: ErrorObject, branches: ErrorObject[]): string {
	const missing = branches.filter(({ keyword }) => keyword === 'required').map(({ params }) => String(params.missingProperty));
	if (missing.length > 0) return `${fieldOf(choice)} needs ${missing.join(' or ')}`;
	if (choice.params.passingSchemas) return `${fieldOf(choice)} has fields that exclude each other`;
	return [choice, ...branches].map(describeSchemaError).join('; ');
}

const fieldOf = (error: ErrorObject) => error.instancePath.slice(1).replaceAll('/', '.') || 'the document';

/** One of them: the field as `checks.0.action`, and what is wrong with it. */
export function describeSchemaError(error: ErrorObject): string {
	const field = fieldOf(error);
	if (error.keyword === 'additionalProperties') return `${field} has the unknown field "${String(error.params.additionalProperty)}"`;
	if (error.keyword === 'enum') return `${field} must be one of ${(error.params.allowedValues as string[]).join(', ')}`;
	if (error.keyword === 'discriminator')
		return `${error.instancePath && `${field}.`}${String(error.params.tag)} is none of the names that are known`;
	return `${field} ${error.message ?? 'is invalid'}`;
}
