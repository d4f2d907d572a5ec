import { definitionIdPattern, tenantPattern } from '../route-context';

export type Field<Name extends string = string> = Name | TypedField<Name> | StructuredField<Name>;

export interface StructuredField<Name extends string = string> {
	name: Name;
	/** @throws TroupeError INPUT_INVALID */
	buildTest(condition: unknown): (item: Record<string, unknown>) => boolean;
}

export const isStructured = (field: Field): field is StructuredField => typeof field !== 'string' && 'buildTest' in field;

interface TypedField<Name extends string> {
	name: Name;
	expected: string;
	accepts(value: unknown): boolean;
}

export function oneOf<Name extends string>(name: Name, values: readonly string[]): TypedField<Name> {
	return { name, expected: `one of ${values.join(', ')}`, accepts: (value) => typeof value === 'string' && values.includes(value) };
}

export function date<Name extends string>(name: Name): TypedField<Name> {
	return { name, expected: 'a date and time such as 2030-01-31T10:00:00Z', accepts: (value) => toTime(value) !== undefined };
}

const dateAndTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Milliseconds since the epoch, from RFC 3339; undefined for other texts. */
export function toTime(value: unknown): number | undefined {
	if (typeof value !== 'string' || !dateAndTime.test(value)) return undefined;
	const time = Date.parse(value);
	return Number.isNaN(time) ? undefined : time;
}

const key = /^-?\d{1,25}$/;
const ofTenant = new RegExp(tenantPattern);
const ofDefinition = new RegExp(definitionIdPattern);

export function typeByName(name: string): TypedField<string> {
	if (name.endsWith('Key') && name !== 'correlationKey')
		return { name, expected: 'a key, a text of digits', accepts: (value) => typeof value === 'string' && key.test(value) };
	if (/^(?:is|has)[A-Z]/.test(name)) return { name, expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
	if (/(?:version|count)$|^priority$|^retries$/i.test(name))
		return { name, expected: 'an integer', accepts: (value) => Number.isInteger(value) };
	const pattern = name === 'tenantId' ? ofTenant : /(?:process|decision)DefinitionId$/.test(name) ? ofDefinition : undefined;
	const expected = pattern ? 'an id' : 'a text';
	return { name, expected, accepts: (value) => typeof value === 'string' && (pattern?.test(value) ?? true) };
}
