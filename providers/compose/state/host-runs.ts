import { join } from 'node:path';
import type { AgentParts } from '../../../core/agents/agent-parts';
import type { ForgetfulRunStore } from '../../state/run-store';
import { OpenedOnce } from '../open-once';
import { vaultKeysOf } from '../guardrails/vault';
import type { VaultHost } from '../host';

/** One connection for each state folder, tenant and key of a process; it lives as long as the process does. */
const opened = new OpenedOnce<ForgetfulRunStore>();

/**
 * Where a host keeps the trails of runs, `runs.db` in the state folder, and how it signs those that wait for a person: with a key made of the
 * vault's, each tenant's its own. Without a folder both are this process's own.
 */
export async function composeRuns(host: VaultHost): Promise<Pick<AgentParts, 'runs' | 'sign'>> {
	const { stateFolder, tenant = 'default' } = host;
	if (stateFolder === undefined) return {};
	const runs = await openRuns(host, stateFolder);
	return { runs, sign: async (text) => (await vaultKeysOf(host, stateFolder)).sign(JSON.stringify([tenant, text])) };
}

export function openRuns(host: VaultHost, stateFolder: string): Promise<ForgetfulRunStore> {
	const { tenant = 'default', clock } = host;
	const file = join(stateFolder, 'runs.db');
	return opened.get(JSON.stringify([file, tenant, host.vaultKey]), async () => {
		const { openRunStore } = await import('../../state/run-store');
		const pseudonym = async (id: string) => (await vaultKeysOf(host, stateFolder)).pseudonym('conversation', tenant, id);
		return openRunStore(file, { tenant, clock, pseudonym });
	});
}
