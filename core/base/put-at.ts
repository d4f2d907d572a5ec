/** Puts a value at a place, such as `options.key`. Replaces non-objects on the way; ignores inherited names. */
export function putAt(target: Record<string, unknown>, path: string, value: unknown): void {
	const names = path.split('.');
	const last = names.pop()!;
	let place = target;
	for (const name of names) place = (place[name] = asObject(Object.hasOwn(place, name) ? place[name] : {})) as Record<string, unknown>;
	place[last] = value;
}

export const asObject = (value: unknown): object => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {});
