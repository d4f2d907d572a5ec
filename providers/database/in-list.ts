import type { StateConnection } from './state-database';

/** Returns a list for `IN` of the texts in one parameter, a JSON array: one statement for any number of texts. */
export const textsOf = ({ dialect }: StateConnection, parameter = '?'): string =>
	dialect === 'sqlite' ? `(SELECT value FROM json_each(${parameter}))` : `(SELECT jsonb_array_elements_text(${parameter}::jsonb))`;

/** The same for bytes, in a JSON array of hexadecimal texts. */
export const bytesOf = ({ dialect }: StateConnection, parameter = '?'): string =>
	dialect === 'sqlite'
		? `(SELECT unhex(value) FROM json_each(${parameter}))`
		: `(SELECT decode(jsonb_array_elements_text(${parameter}::jsonb), 'hex'))`;
