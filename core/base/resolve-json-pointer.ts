/** Resolves a local reference such as `#/$defs/a`; undefined for none. */
export function resolveJsonPointer(reference: string, root: unknown): unknown {
	let part = root;
	for (const step of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
		const name = decode(step).replaceAll('~1', '/').replaceAll('~0', '~');
		part = typeof part === 'object' && part !== null && Object.hasOwn(part, name) ? (part as Record<string, unknown>)[name] : undefined;
	}
	return part;
}

function decode(step: string): string {
	try {
		return decodeURIComponent(step);
	} catch {
		return step;
	}
}
