import type { StateConnection } from './state-database';

/** Lists texts for `IN` in one JSON parameter: one statement for any number. */
export const textsOf = ({ dialect }: StateConnection, parameter = '?'): string =>
	dialect === 'sqlite' ? `(SELECT value FROM json_each(${parameter}))` : `(SELECT jsonb_array_elements_text(${parameter}::jsonb))`;

/** Bytes as hexadecimal texts in JSON. */
export const bytesOf = ({ dialect }: StateConnection, parameter = '?'): string =>
	dialect === 'sqlite'
		? `(SELECT unhex(value) FROM json_each(${parameter}))`
		: `(SELECT decode(jsonb_array_elements_text(${parameter}::jsonb), 'hex'))`;
