/** Returns the source of an input mapping that gives the text: the engine takes one that begins with `=` for FEEL, and an empty one for null. */
export function encodeText(text: string): string {
	return text === '' || text.startsWith('=') ? `=${toFeelText(text)}` : text;
}

/** A number or Boolean is written as a text: conditions of templates do not compare FEEL. The worker restores its type. */
export function encodeChoice(value: unknown): string {
	return encodeText(String(value));
}

/** A list or object as JSON text, which the worker reads. As FEEL, its backslashes would mean something else in 8.6. */
export const encodeStructure = (value: object): string => JSON.stringify(value);

const toFeelText = (text: string): string => JSON.stringify(text);

/** Whether n8n evaluates the default. A template leaves it out, and the worker uses n8n's own. */
export const isN8nExpression = (value: unknown): boolean => typeof value === 'string' && value.startsWith('=');
