import type { JsonSchema } from '../ports/models/models';
import { joinPath } from './list-values';

const maxDepth = 20;

/** Lists paths of schema-defined values (`enum`, `const`), which the schema's author chose. */
export function listListedPaths(input: unknown, schema: JsonSchema): Set<string> {
	const found = new Set<string>();
	const visit = (value: unknown, at: unknown, path: string, depth: number): void => {
		if (!isObject(at) || depth > maxDepth) return;
		if (typeof at.$ref === 'string') visit(value, follow(schema, at.$ref), path, depth + 1);
		const listed = [...(Array.isArray(at.enum) ? (at.enum as unknown[]) : []), ...('const' in at ? [at.const] : [])];
		if (listed.includes(value)) found.add(path);
		for (const inner of [at.anyOf, at.oneOf, at.allOf].flatMap((some) => (Array.isArray(some) ? (some as unknown[]) : [])))
			visit(value, inner, path, depth + 1);
		if (Array.isArray(value)) value.forEach((item, index) => visit(item, at.items, joinPath(path, index), depth + 1));
		else if (isObject(value) && isObject(at.properties))
			for (const [name, item] of Object.entries(value))
				if (Object.hasOwn(at.properties, name)) visit(item, at.properties[name], joinPath(path, name), depth + 1);
	};
	visit(input, schema, '', 0);
	return found;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Follows `#/$defs/Permission`: Python servers write enumerations so. */
function follow(schema: JsonSchema, reference: string): unknown {
	if (!reference.startsWith('#/')) return undefined;
	const names = reference
		.slice(2)
		.split('/')
		.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
	return names.reduce<unknown>((at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined), schema);
}
