import type { ErrorObject } from 'ajv';

/** Bounds the work: each error is compared with all others. */
const maxErrors = 100;
const maxDescribed = 10;

/** Describes ajv's first errors for people. Merges the errors of all branches of a choice. Quotes names of fields, never values. */
export function describeSchemaErrors(all: ErrorObject[]): string[] {
	// The required part of a condition is reported as a separate error.
	const errors = all.filter(({ keyword }) => keyword !== 'if').slice(0, maxErrors);
	const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
	const belongsTo = (choice: ErrorObject) => (error: ErrorObject) =>
		isWithin(error.instancePath, choice.instancePath) && error.schemaPath.startsWith(`${choice.schemaPath}/`);
	const described = errors
		.filter((error) => !choices.some((choice) => belongsTo(choice)(error)))
		.map((error) => (choices.includes(error) ? describeChoice(error, errors.filter(belongsTo(error))) : describeSchemaError(error)));
	return [...new Set(described)].slice(0, maxDescribed);
}

const isWithin = (path: string, outer: string) => path === outer || path.startsWith(`${outer}/`);

function describeChoice(choice: ErrorObject, within: ErrorObject[]): string {
	const branches = within.filter(({ instancePath }) => instancePath === choice.instancePath);
	const intended = Object.values(Object.groupBy(within, ({ schemaPath }) => findBranch(choice, schemaPath))).filter((errors) =>
		errors!.every(({ instancePath }) => instancePath !== choice.instancePath),
	);
	if (intended.length === 1) return describeSchemaErrors(intended[0]!).join('; ');
	if (branches.length > 0 && branches.every(({ keyword }) => keyword === 'type'))
		return `${nameField(choice)} must be ${[...new Set(branches.flatMap(({ params }) => params.type as string | string[]))].join(' or ')}`;
	const missing = branches.filter(({ keyword }) => keyword === 'required').map(({ params }) => String(params.missingProperty));
	if (missing.length > 0) return `${nameField(choice)} needs ${missing.join(' or ')}`;
	if (choice.params.passingSchemas) return `${nameField(choice)} has fields that exclude each other`;
	return [choice, ...branches].map(describeSchemaError).join('; ');
}

const findBranch = (choice: ErrorObject, schemaPath: string) => schemaPath.slice(choice.schemaPath.length + 1).split('/', 1)[0]!;

const nameField = (error: ErrorObject) => error.instancePath.slice(1).replaceAll('/', '.') || 'the document';

/** Describes one error, with the field as `checks.0.action`. */
export function describeSchemaError(error: ErrorObject): string {
	const field = nameField(error);
	if (error.keyword === 'additionalProperties') return `${field} has the unknown field "${String(error.params.additionalProperty)}"`;
	if (error.keyword === 'enum') return `${field} must be one of ${(error.params.allowedValues as string[]).join(', ')}`;
	if (error.keyword === 'const') return `${field} must be ${JSON.stringify(error.params.allowedValue)}`;
	if (error.keyword === 'discriminator')
		return `${error.instancePath && `${field}.`}${String(error.params.tag)} is not one of the supported names`;
	return `${field} ${error.message ?? 'is invalid'}`;
}
