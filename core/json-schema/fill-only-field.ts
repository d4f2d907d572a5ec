import { isFields } from '../base/is-fields';
import type { JsonSchema } from '../ports/models/models';

/**
 * Puts a text under the name of the only field that a schema has: as such a text, or under another name, it can mean nothing else. Returns other values
 * as they are, and so for fields that take only some texts.
 */
export function fillOnlyField(value: unknown, { properties, required, additionalProperties }: JsonSchema): unknown {
	if (additionalProperties !== false || !isFields(properties) || !Array.isArray(required)) return value;
	const [only, ...others] = Object.entries(properties);
	if (!only || others.length > 0) return value;
	const [name, field] = only;
	if (!required.includes(name) || !isFreeText(field)) return value;
	const text = isFields(value) ? findOnlyText(value) : value;
	return typeof text === 'string' && text.trim() !== '' ? { [name]: text } : value;
}

const isFreeText = (field: unknown): boolean =>
	isFields(field) && field.type === 'string' && field.enum === undefined && field.const === undefined && field.pattern === undefined;

function findOnlyText(fields: Record<string, unknown>): unknown {
	const [only, ...others] = Object.values(fields);
	return others.length === 0 ? only : undefined;
}
