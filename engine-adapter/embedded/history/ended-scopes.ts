import type { Kernel } from '../flow/kernel';
import { findInstance } from '../state/element-instances';
import { type EndedQuery, lookAtIndex, type Look } from './ended';

/** Keys of ended scopes within instances that had variables of their own. One that had many may come again. */
export function searchEndedScopes(
	kernel: Kernel,
	{ scopeKey, ...query }: Omit<EndedQuery, 'key'> & { scopeKey?: string },
): Look<{ key: string }> {
	const { rows, next } = lookAtIndex(kernel, ['variable-set'], { ...query, key: scopeKey });
	const keys = new Set(rows.flatMap(({ historyKey }) => historyKey ?? []));
	return { rows: [...keys].filter((key) => !findInstance(kernel, Number(key))).map((key) => ({ key })), next };
}
