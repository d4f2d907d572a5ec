import type { PersonalDataVault } from '../../../ports';

/** The oldest go first: their tokens cannot be restored any more then. */
const MOST = 200;
const waiting = new Map<string, PersonalDataVault>();

/** Keeps a vault that nothing else keeps while its run waits for a person: without it no token of the run could be restored. */
export function keepVault(state: string, vault: PersonalDataVault): void {
	waiting.set(state, vault);
	const [oldest] = waiting.keys();
	if (waiting.size > MOST) waiting.delete(oldest!);
}

/** The vault of a suspended run; undefined where a host keeps its vaults itself, and in another process. */
export function vaultOf(state: string): PersonalDataVault | undefined {
	return waiting.get(state);
}
