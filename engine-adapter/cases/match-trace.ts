export interface Difference {
	/** Such as `elements.work.completed`. */
	path: string;
	expected: unknown;
	actual: unknown;
}

/** Objects may hold more than expected, lists may not. The text of a refused deployment need only contain the expected text. */
export function listDifferences(expected: unknown, actual: unknown, path = ''): Difference[] {
	if (Array.isArray(expected) && Array.isArray(actual)) {
		const length = Math.max(expected.length, actual.length);
		return Array.from({ length }, (_, index) => listDifferences(expected[index], actual[index], `${path}[${index}]`)).flat();
	}
	if (isRecord(expected) && isRecord(actual)) {
		return Object.entries(expected).flatMap(([name, value]) =>
			listDifferences(value, actual[name], path === '' ? name : `${path}.${name}`),
		);
	}
	if (expected === actual) return [];
	if (path === 'deploy.rejected' && typeof actual === 'string' && actual.includes(String(expected))) return [];
	return [{ path, expected, actual }];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
