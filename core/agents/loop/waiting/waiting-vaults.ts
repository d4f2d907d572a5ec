import type { PersonalDataVault } from '../../../ports/guardrails/vault';

/** The oldest are removed first; their tokens can then no longer be restored. */
const maxVaults = 200;
const waiting = new Map<string, PersonalDataVault>();

/** Keeps a vault in memory while its run waits for a person, if it is stored nowhere else. Without it, the run's tokens could not be restored. */
export function keepVault(state: string, vault: PersonalDataVault): void {
	waiting.set(state, vault);
	const [oldest] = waiting.keys();
	if (waiting.size > maxVaults) waiting.delete(oldest!);
}

/** Returns the vault of a suspended run; undefined if the host stores its vaults, or in another process. */
export function findVault(state: string): PersonalDataVault | undefined {
	return waiting.get(state);
}
