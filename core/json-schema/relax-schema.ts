import { resolveJsonPointer } from '../base/resolve-json-pointer';
import type { JsonSchema } from '../ports/models/models';
import { checkBounds } from './schema-bounds';
import { countWork, linearPatterns } from './schema-keywords';

type Fields = Record<string, unknown>;

const data = new Set(['const', 'enum', 'default', 'examples']);
/** They had other values in older drafts, or have in handwritten schemas: `required: true`. */
const lists = new Set(['required', 'enum']);
const numbers = /^(?:(?:exclusive)?(?:Min|Max)imum|m(?:in|ax)(?:imum|Length|Items|Properties)|multipleOf)$/;
const types = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

/**
 * Removes unusable keywords: references to nothing, unknown types, wrong values, and patterns that RE2 does not support or that take too long.
 * @returns the schema itself if nothing changes @throws Error for a schema that is too large
 */
export async function relaxSchema(schema: JsonSchema): Promise<JsonSchema> {
	checkBounds(schema);
	const work = countWork();
	const compile = await linearPatterns(work);
	work.renew();
	let removed = 0;

	function isPattern(pattern: string): boolean {
		try {
			compile(pattern, '');
			return true;
		} catch {
			return false;
		}
	}

	/** A property can have a keyword's name; its value is then a schema. */
	function isUsable(key: string, value: unknown): boolean {
		if (value === null) return data.has(key);
		if (typeof value !== 'object' && (lists.has(key) || (numbers.test(key) && typeof value !== 'number'))) return false;
		if (key === 'pattern' && typeof value === 'string') return isPattern(value);
		if (key === '$ref' && typeof value === 'string') return !/^#(?:\/|$)/.test(value) || resolveJsonPointer(value, schema) !== undefined;
		const named = [value].flat();
		return key !== 'type' || !named.every((type) => typeof type === 'string') || named.every((type) => types.has(type));
	}

	function relax(part: unknown): unknown {
		if (Array.isArray(part)) return part.map(relax);
		if (typeof part !== 'object' || part === null) return part;
		const fields = Object.entries(part).filter(([key, value]) => isUsable(key, value));
		removed += Object.keys(part).length - fields.length;
		return withNames(Object.fromEntries(fields.map(([key, value]) => [key, data.has(key) ? value : relax(value)])));
	}

	/** Without a pattern of names, the allowed names are unknown. */
	function withNames(relaxed: Fields): Fields {
		const { patternProperties } = relaxed;
		if (typeof patternProperties !== 'object' || patternProperties === null) return relaxed;
		const names = Object.entries(patternProperties);
		const usable = names.filter(([name]) => isPattern(name));
		if (usable.length === names.length) return relaxed;
		removed += 1;
		const { additionalProperties: _additional, unevaluatedProperties: _unevaluated, ...open } = relaxed;
		return { ...open, patternProperties: Object.fromEntries(usable) };
	}

	const relaxed = relax(schema) as JsonSchema;
	return removed === 0 ? schema : relaxed;
}
