import type { PersonalDataVault } from '../../../ports/guardrails/vault';

/** The oldest are removed first; their tokens can then no longer be restored. */
const maxVaults = 200;
const waiting = new Map<string, PersonalDataVault>();

/** Keeps the vault of a waiting run in memory, if it is stored nowhere else: its tokens need it. */
export function keepVault(state: string, vault: PersonalDataVault): void {
	waiting.set(state, vault);
	const [oldest] = waiting.keys();
	if (waiting.size > maxVaults) waiting.delete(oldest!);
}

/** Returns the vault of a suspended run; undefined if the host stores vaults, or in another process. */
export function findVault(state: string): PersonalDataVault | undefined {
	return waiting.get(state);
}
