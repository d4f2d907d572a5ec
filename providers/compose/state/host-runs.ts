import type { AgentParts } from '../../../core/agents/agent-parts';
import type { ForgetfulRunStore } from '../../state/runs/run-store';
import type { TextSeal } from '../../state/runs/suspensions';
import { OpenedOnce } from '../open-once';
import { openVaultKeys } from '../guardrails/vault';
import type { VaultHost } from '../host';
import { readRetentionMs } from './host-tenants';
import { findStatePlace } from './state-place';

/** One store for each place, tenant and key of a process; it lives as long as the process does. */
const opened = new OpenedOnce<ForgetfulRunStore>();

/**
 * Composes the store of trails, `runs.db` in the state folder or in the database that all machines share, and the signing of runs that wait
 * for a person, with a key derived from the vault's for each tenant. Without a folder, both belong to this process.
 */
export async function composeRuns(host: VaultHost): Promise<Pick<AgentParts, 'runs' | 'sign'>> {
	const { stateFolder, tenant = 'default' } = host;
	if (stateFolder === undefined) return {};
	const runs = await openRuns(host, stateFolder);
	return { runs, sign: async (text) => (await openVaultKeys(host, stateFolder)).sign(JSON.stringify([tenant, text])) };
}

export function openRuns(host: VaultHost, stateFolder: string): Promise<ForgetfulRunStore> {
	const { tenant = 'default', clock } = host;
	const place = findStatePlace({ ...host, stateFolder }, 'runs.db')!;
	return opened.get(JSON.stringify([place, stateFolder, tenant, host.vaultKey]), async () => {
		const { openRunStore } = await import('../../state/runs/run-store');
		const openKeys = () => openVaultKeys(host, stateFolder);
		const seal: TextSeal = {
			seal: async (text, bound) => (await openKeys()).wrap(Buffer.from(text), bound),
			unseal: async (sealed, bound) => Buffer.from(await (await openKeys()).unwrap(sealed, bound)).toString(),
		};
		const pseudonym = async (kind: 'conversation' | 'subject', id: string) => (await openKeys()).pseudonym(kind, tenant, id);
		return openRunStore(place, { tenant, clock, pseudonym, seal, retentionMs: () => readRetentionMs(host) });
	});
}
