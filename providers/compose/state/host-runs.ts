import { join } from 'node:path';
import type { AgentParts } from '../../../core/agents/agent-parts';
import type { ForgetfulRunStore } from '../../state/run-store';
import { OpenedOnce } from '../open-once';
import { openVaultKeys } from '../guardrails/vault';
import type { VaultHost } from '../host';

/** One connection for each state folder, tenant and key of a process; it lives as long as the process does. */
const opened = new OpenedOnce<ForgetfulRunStore>();

/**
 * Composes the store of trails, `runs.db` in the state folder, and the signing of runs that wait for a person, with a key derived from the
 * vault's for each tenant. Without a folder, both belong to this process.
 */
export async function composeRuns(host: VaultHost): Promise<Pick<AgentParts, 'runs' | 'sign'>> {
	const { stateFolder, tenant = 'default' } = host;
	if (stateFolder === undefined) return {};
	const runs = await openRuns(host, stateFolder);
	return { runs, sign: async (text) => (await openVaultKeys(host, stateFolder)).sign(JSON.stringify([tenant, text])) };
}

export function openRuns(host: VaultHost, stateFolder: string): Promise<ForgetfulRunStore> {
	const { tenant = 'default', clock } = host;
	const file = join(stateFolder, 'runs.db');
	return opened.get(JSON.stringify([file, tenant, host.vaultKey]), async () => {
		const { openRunStore } = await import('../../state/run-store');
		const pseudonym = async (kind: 'conversation' | 'subject', id: string) =>
			(await openVaultKeys(host, stateFolder)).pseudonym(kind, tenant, id);
		return openRunStore(file, { tenant, clock, pseudonym });
	});
}
