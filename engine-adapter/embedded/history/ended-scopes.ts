import type { Kernel } from '../flow/kernel';
import { readVariables, type VariableSummary } from '../state/instances/element-directory';
import { findInstance } from '../state/instances/element-instances';
import { type EndedQuery, lookAtIndex, type Look } from './search-ended';

/** Keys of ended scopes with local variables. A scope with many can repeat. */
export function searchEndedScopes(
	kernel: Kernel,
	{ scopeKey, ...query }: Omit<EndedQuery, 'key'> & { scopeKey?: string },
): Look<{ key: string }> {
	const { rows, next } = lookAtIndex(kernel, ['variable-set'], { ...query, key: scopeKey });
	const keys = new Set(rows.flatMap(({ historyKey }) => historyKey ?? []));
	return { rows: [...keys].filter((key) => !findInstance(kernel, Number(key))).map((key) => ({ key })), next };
}

/** Last values; inner scopes hide outer ones. */
export function readEndedVisible(kernel: Kernel, instanceKey: string, scopeKey: string): VariableSummary[] {
	const rows = kernel.database.all<{ key: number; scope_key: number }>(
		"SELECT element_instance_key AS key, scope_key FROM event_log WHERE instance_key = ? AND kind = 'element-activated' AND scope_key IS NOT NULL",
		instanceKey,
	);
	const around = new Map(rows.map(({ key, scope_key }) => [String(key), String(scope_key)]));
	const scopes = [scopeKey];
	// The scope of a called instance is its caller, whose variables it does not see.
	for (let key = scopeKey; key !== instanceKey && around.has(key); key = scopes.at(-1)!) scopes.push(around.get(key)!);
	const variables = readVariables(kernel, scopes);
	variables.sort((one, other) => scopes.indexOf(other.scopeKey) - scopes.indexOf(one.scopeKey));
	return [...new Map(variables.map((variable) => [variable.name, variable])).values()];
}
