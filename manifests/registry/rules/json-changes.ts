import type { Change } from './bump';

const identities = ['name', 'id', 'server', 'path', 'tool'] as const;
const maxDepth = 32;

/**
 * Lists differences by JSON pointer (RFC 6901) into the second value, for removals into the first. Compares list entries by name if all have one,
 * texts and numbers as a set, others by position.
 */
export function jsonChanges(from: unknown, to: unknown, path = '', depth = 0): Change[] {
	if (isSame(from, to)) return [];
	if (depth < maxDepth && Array.isArray(from) && Array.isArray(to)) return listChanges(from, to, path, depth);
	if (depth < maxDepth && isObject(from) && isObject(to)) return objectChanges(from, to, path, depth);
	return [{ path: path || '/', kind: 'changed', from, to }];
}

export function isSame(one: unknown, other: unknown): boolean {
	return one === other || canonical(one) === canonical(other);
}

function objectChanges(from: Record<string, unknown>, to: Record<string, unknown>, path: string, depth: number): Change[] {
	const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
	return names.flatMap((name) => {
		const at = `${path}/${escapePointer(name)}`;
		if (!Object.hasOwn(from, name)) return [{ path: at, kind: 'added' as const, to: to[name] }];
		if (!Object.hasOwn(to, name)) return [{ path: at, kind: 'removed' as const, from: from[name] }];
		return jsonChanges(from[name], to[name], at, depth + 1);
	});
}

function listChanges(from: unknown[], to: unknown[], path: string, depth: number): Change[] {
	const getKey = keyFor([...from, ...to]);
	const before = keyed(from, getKey);
	const after = keyed(to, getKey);
	const removed = [...before].filter(([key]) => !after.has(key)).map(([, at]) => gone(from, at, path));
	const others = [...after].flatMap(([key, at]): Change[] => {
		const earlier = before.get(key);
		if (earlier === undefined) return [{ path: `${path}/${at}`, kind: 'added', to: to[at] }];
		return jsonChanges(from[earlier], to[at], `${path}/${at}`, depth + 1);
	});
	const changes = [...removed, ...others];
	// The first matching rule decides, so another order is a change.
	return isInOrder(before, after) ? changes : [...changes, { path: path || '/', kind: 'changed', from, to }];
}

const gone = (from: unknown[], at: number, path: string): Change => ({ path: `${path}/${at}`, kind: 'removed', from: from[at] });

function isInOrder(before: Map<string, number>, after: Map<string, number>): boolean {
	const places = [...after.keys()].map((key) => before.get(key)).filter((place) => place !== undefined);
	return places.every((place, index) => index === 0 || place > places[index - 1]!);
}

function keyFor(entries: unknown[]): (entry: unknown, index: number) => string {
	if (entries.every((entry) => !isObject(entry) && !Array.isArray(entry))) return (entry) => JSON.stringify(entry);
	const identity = identities.find((name) => entries.every((entry) => isObject(entry) && typeof entry[name] === 'string'));
	return identity ? (entry) => String((entry as Record<string, unknown>)[identity]) : (_, index) => String(index);
}

function keyed(list: unknown[], keyOf: (entry: unknown, index: number) => string): Map<string, number> {
	const counts = new Map<string, number>();
	return new Map(
		list.map((entry, index) => {
			const key = keyOf(entry, index);
			const count = counts.get(key) ?? 0;
			counts.set(key, count + 1);
			return [`${count}:${key}`, index];
		}),
	);
}

/** Sorts names: their order has no meaning. */
function canonical(value: unknown): string | undefined {
	return JSON.stringify(value, (_, inner: unknown) =>
		isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))) : inner,
	);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 6901, section 3. */
const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
