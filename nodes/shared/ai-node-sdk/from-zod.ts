import type { JsonSchema } from '../../../core/ports/models/models';
import type { AiNodeSdk } from './sdk';

export const isZod = (value: unknown): boolean => typeof value === 'object' && value !== null && ('_def' in value || '_zod' in value);

/**
 * Converts a zod schema; undefined if n8n cannot. Zod drops fields that a schema does not name, and n8n's conversion forbids them: they are allowed
 * again, unless an object of the schema is strict.
 */
export function fromZod(schema: unknown, sdk: () => AiNodeSdk): JsonSchema | undefined {
	const converted = sdk().getParametersJsonSchema({ inputSchema: schema }) as JsonSchema | null | undefined;
	if (typeof converted !== 'object' || converted === null || isZod(converted)) return undefined;
	return hasStrictObject(schema) ? converted : (allowMore(converted) as JsonSchema);
}

/** More than any schema that people write. */
const maxParts = 10_000;

function hasStrictObject(schema: unknown): boolean {
	const seen = new Set<object>();
	const open = [schema];
	while (open.length > 0 && seen.size < maxParts) {
		const part = open.pop();
		if (typeof part !== 'object' || part === null || seen.has(part)) continue;
		seen.add(part);
		const {
			_def: def,
			unknownKeys,
			shape,
			catchall,
		} = part as { _def?: object; unknownKeys?: string; shape?: unknown; catchall?: Catchall };
		if (unknownKeys === 'strict' || (unknownKeys === undefined && catchall?._zod?.def?.type === 'never')) return true;
		open.push(def, typeof shape === 'function' ? (shape as () => unknown)() : shape, ...(def ? [] : (Object.values(part) as unknown[])));
	}
	return false;
}

type Catchall = { _zod?: { def?: { type?: string } } };

function allowMore(part: unknown): unknown {
	if (Array.isArray(part)) return part.map(allowMore);
	if (typeof part !== 'object' || part === null) return part;
	const { additionalProperties, ...rest } = part as Record<string, unknown>;
	const keeps = additionalProperties !== undefined && (additionalProperties !== false || rest.type !== 'object');
	const entries = Object.entries(rest).map(([name, value]) => [name, allowMore(value)] as const);
	return { ...Object.fromEntries(entries), ...(keeps && { additionalProperties: allowMore(additionalProperties) }) };
}
