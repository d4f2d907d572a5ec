import { join } from 'node:path';
import type { AgentParts } from '../../core/agents/agent-parts';
import type { RunStore } from '../../core/ports';
import { type VaultHost, vaultKeysOf } from './vault';

/** One connection for each state folder and tenant of a process; it lives as long as the process does. */
const opened = new Map<string, RunStore>();

/**
 * Where a host keeps the trails of runs, `runs.db` in the state folder, and how it signs those that wait for a person: with a key made of the
 * vault's, each tenant's its own. Without a folder both are this process's own.
 */
export async function composeRuns(host: VaultHost): Promise<Pick<AgentParts, 'runs' | 'sign'>> {
	const { stateFolder, tenant = 'default', clock } = host;
	if (stateFolder === undefined) return {};
	const file = join(stateFolder, 'runs.db');
	const key = JSON.stringify([file, tenant]);
	let runs = opened.get(key);
	if (!runs) {
		const { openRunStore } = await import('../sqlite/run-store');
		opened.set(key, (runs = opened.get(key) ?? openRunStore(file, { tenant, clock })));
	}
	return { runs, sign: async (text) => (await vaultKeysOf(host, stateFolder)).sign(JSON.stringify([tenant, text])) };
}
