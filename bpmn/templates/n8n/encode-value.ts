/** Returns the source of an input mapping for a text: an initial `=` would make it FEEL, and an empty source null. */
function encodeText(text: string): string {
	return text === '' || text.startsWith('=') ? `=${toFeelText(text)}` : text;
}

/** A number or Boolean is written as a text: conditions of templates do not compare FEEL. The worker restores its type. */
export function encodeChoice(value: unknown): string {
	return encodeText(String(value));
}

/** A choice of a service's list. Conditions rarely name one, and no description says which are numbers: FEEL keeps their type. */
export const encodeListed = (value: string | number | boolean): string => (typeof value === 'string' ? encodeText(value) : `=${value}`);

/** A list or object as JSON text, which the worker reads. As FEEL, its backslashes would mean something else in 8.6. */
export const encodeStructure = (value: object): string => JSON.stringify(value);

const toFeelText = (text: string): string => JSON.stringify(text);

/** True for a default that n8n evaluates. A template leaves it out, and the worker uses n8n's own. */
export const isN8nExpression = (value: unknown): boolean => typeof value === 'string' && value.startsWith('=');

export const isScalar = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);
