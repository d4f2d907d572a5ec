import type { DisplayOptions, NodeDescription } from './node-description';

export type DisplayRule =
	/** The parameter at this path is shown too and has one of the values. */
	| { kind: 'has'; path: string; values: unknown[] }
	/** The parameter at this path has none of the values, or is not shown. */
	| { kind: 'has-not'; path: string; values: unknown[] }
	/** The parameter at this path is not empty. */
	| { kind: 'filled'; path: string }
	/** The parameter at this path is empty, or not shown. */
	| { kind: 'unfilled'; path: string };

interface DisplayRules {
	rules: DisplayRule[];
	/** The conditions that a template cannot have, in words. */
	unsupported: string[];
}

/**
 * Reads when a parameter is shown. What only depends on the node's version is decided here.
 * @param around the path of the collection that the parameter is in, or an empty text
 * @returns undefined for a parameter that this version never shows
 */
export function readDisplayRules(
	{ show = {}, hide = {} }: DisplayOptions = {},
	around: string,
	node: NodeDescription,
	version: number,
): DisplayRules | undefined {
	const rules: DisplayRule[] = [];
	const unsupported: string[] = [];
	for (const [shows, conditions] of [
		...Object.entries(show).map((entry) => [true, entry] as const),
		...Object.entries(hide).map((entry) => [false, entry] as const),
	]) {
		const [name, values] = conditions;
		if (name.startsWith('@')) {
			if (decideKnown(name, values, node, version) !== shows) return undefined;
			continue;
		}
		const path = name.startsWith('/') ? name.slice(1) : around === '' ? name : `${around}.${name}`;
		const rule = toRule(path, values, shows);
		if (rule) rules.push(rule);
		else unsupported.push(`${shows ? 'show' : 'hide'} if ${path} ${JSON.stringify(values)}`);
	}
	return { rules, unsupported };
}

function decideKnown(name: string, values: unknown[], { features = {} }: NodeDescription, version: number): boolean {
	if (name === '@version') return checkConditions(values, version);
	if (name !== '@feature') return checkConditions(values, false);
	const enabled = Object.keys(features).filter((feature) => checkConditions(features[feature]?.['@version'] ?? [], version));
	return enabled.some((feature) => checkConditions(values, feature));
}

function toRule(path: string, values: unknown[], shows: boolean): DisplayRule | undefined {
	const comparisons = values.map(readComparison);
	if (comparisons.every((one) => one === undefined)) return { kind: shows ? 'has' : 'has-not', path, values };
	const [[kind, target] = []] = values.length === 1 ? Object.entries(comparisons[0]!) : [];
	if (kind === 'exists') return { kind: shows ? 'filled' : 'unfilled', path };
	if (kind === 'eq') return { kind: shows ? 'has' : 'has-not', path, values: [target] };
	if (kind === 'not' && shows) return { kind: 'has-not', path, values: [target] };
	return undefined;
}

/** Checks conditions on values known when a template is made, as `checkConditions` of n8n-workflow, which only nodes can import. */
function checkConditions(conditions: unknown[], value: unknown): boolean {
	return conditions.some((condition) => {
		const [comparison] = Object.entries(readComparison(condition) ?? {});
		return comparison ? compare(comparison, value) : condition === value;
	});
}

/** The comparison in n8n's `{_cnd: {gte: 2}}`. */
function readComparison(condition: unknown): Record<string, unknown> | undefined {
	if (typeof condition !== 'object' || condition === null || !('_cnd' in condition)) return undefined;
	return condition._cnd as Record<string, unknown>;
}

function compare([kind, target]: [string, unknown], value: unknown): boolean {
	const number = value as number;
	switch (kind) {
		case 'eq':
			return value === target;
		case 'not':
			return value !== target;
		case 'gte':
			return number >= Number(target);
		case 'gt':
			return number > Number(target);
		case 'lte':
			return number <= Number(target);
		case 'lt':
			return number < Number(target);
		case 'between': {
			const { from, to } = target as { from: number; to: number };
			return number >= from && number <= to;
		}
		default:
			return false;
	}
}
