/**
 * Checks conditions on a value that is known when a template is made, such as the node's version; as `checkConditions` of n8n-workflow, which only
 * nodes can import.
 */
export function checkConditions(conditions: unknown[], value: unknown): boolean {
	return conditions.some((condition) => {
		const [comparison] = Object.entries(readComparison(condition) ?? {});
		return comparison ? compare(comparison, value) : condition === value;
	});
}

/** The comparison in n8n's `{_cnd: {gte: 2}}`. */
export function readComparison(condition: unknown): Record<string, unknown> | undefined {
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
