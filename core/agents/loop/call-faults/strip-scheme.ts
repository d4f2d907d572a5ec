import { isFields } from '../../../base/is-fields';
import { tokenShape } from '../../../base/text/masked-token';

const linked = /^<?(?:mailto|tel):\s?([^?<>\s]{1,320})>?$/i;
const isToken = new RegExp(`^(?:${tokenShape.source})$`, 'i');
const plainField = /e-?mail|phone|fone|whatsapp|celular/i;
const linkField = /ur[il]|link|href|unsubscribe/i;

/** Removes `mailto:` and `tel:` from values, if the field is for the address or number itself. */
export function stripScheme(value: unknown, schema: Record<string, unknown>, name = ''): unknown {
	if (typeof value === 'string') return strip(value, schema, name);
	if (Array.isArray(value)) return value.map((item) => stripScheme(item, read(schema['items']), name));
	if (!isFields(value)) return value;
	const properties = read(schema['properties']);
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, stripScheme(one, read(properties[key]), key)]));
}

function strip(text: string, { format, pattern }: Record<string, unknown>, name: string): string {
	const inside = linked.exec(text.trim())?.[1];
	const isLink = linkField.test(name) || pattern !== undefined || (typeof format === 'string' && /ur[il]|iri/.test(format));
	if (inside === undefined || isLink) return text;
	return isToken.test(inside) || format === 'email' || plainField.test(name) ? inside : text;
}

const read = (part: unknown): Record<string, unknown> => (isFields(part) ? part : {});
