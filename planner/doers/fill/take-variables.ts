import { isVariableName } from '../../tree/read/quoted-names';
import type { Field } from '../../tree/plan-tree';

export function takeVariables(
	parameters: Record<string, unknown>,
	known: readonly Field[],
	mayBe: (name: string) => boolean,
): Record<string, unknown> {
	const types = new Map(known.map(({ name, type }) => [name, type]));
	return Object.fromEntries(
		Object.entries(parameters).map(([name, value]) =>
			typeof value === 'string' && mayBe(name) && isVariableName(value, name, types) ? [name, `=${value}`] : [name, value],
		),
	);
}
