import type { Compiled } from './compiled';
import type { Scope } from './scope';
import { describe } from './values';

/** The first deciding operand ends the evaluation. A non-boolean operand leaves the result open. */
export function connect(scope: Scope, decisive: boolean, operands: Iterable<Compiled>): boolean | null {
	let open = false;
	for (const operand of operands) {
		const value = operand(scope);
		if (value === decisive) return decisive;
		if (typeof value !== 'boolean') {
			if (!open) notBoolean(scope, value);
			open = true;
		}
	}
	return open ? null : !decisive;
}

export const notBoolean = (scope: Scope, value: unknown): null =>
	scope.evaluation.warn('INVALID_TYPE', `Expected boolean but found '${describe(value)}'`);
