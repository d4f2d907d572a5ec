import { invalidCheck } from '../policy/check-kind';

const DEEPEST = 32;
const MOST_PARTS = 5_000;
const LONGEST_STRING = 10_000;
/** Parts of a schema once each reference is written out: references to references to references grow fast. */
const MOST_EXPANDED = 20_000;

/** @throws TroupeError POLICY_INVALID for a schema that is larger, deeper or further folded than a reply's needs to be */
export function checkSchemaBounds(schema: object | boolean): void {
	const parts = { count: 0 };
	measure(schema, 1, parts);
	const left = { count: MOST_EXPANDED };
	expand(schema, schema, new Set(), left);
}

function measure(value: unknown, depth: number, parts: { count: number }): void {
	parts.count += 1;
	if (parts.count > MOST_PARTS) throw invalidCheck(`has a schema of more than ${MOST_PARTS} parts`);
	if (depth > DEEPEST) throw invalidCheck(`has a schema deeper than ${DEEPEST} levels`);
	if (typeof value === 'string' && value.length > LONGEST_STRING)
		throw invalidCheck(`has a schema with a text of more than ${LONGEST_STRING} characters`);
	if (typeof value !== 'object' || value === null) return;
	for (const [key, each] of Object.entries(value)) {
		if (key === '$ref' && typeof each === 'string' && !each.startsWith('#'))
			throw invalidCheck('has a schema that refers to another document: put what it needs under its "definitions"');
		measure(each, depth + 1, parts);
	}
}

/** Counts what a validation walks through; a reference back to where it comes from counts once, as it ends with the reply's own depth. */
function expand(value: unknown, root: unknown, open: Set<string>, left: { count: number }): void {
	left.count -= 1;
	if (left.count < 0) throw invalidCheck(`has a schema that grows to more than ${MOST_EXPANDED} parts by its references`);
	if (typeof value !== 'object' || value === null) return;
	for (const [key, each] of Object.entries(value)) {
		if (key === 'definitions' || key === '$defs') continue;
		if (key !== '$ref' || typeof each !== 'string') expand(each, root, open, left);
		else if (!open.has(each)) expand(resolve(root, each), root, new Set([...open, each]), left);
	}
}

/** RFC 6901, section 6. Undefined for anchors, which ajv finds or refuses. */
function resolve(root: unknown, reference: string): unknown {
	const steps = decodeURIComponent(reference.slice(1)).split('/').slice(1);
	return steps.reduce<unknown>((value, step) => {
		const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
		return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
	}, root);
}
