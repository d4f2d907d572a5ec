/** Composes the counts of contacts who break rules, for agents, nodes, job types and the command line. */
import { defaultTenant } from '../../../core/base/tenant';
import type { AbuseStore } from '../../../core/ports/abuse';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from '../state/state-place';
import type { VaultHost } from '../hosts/state-host';
import { openVaultKeys } from './vault-parts';

/** One connection for each place, tenant and key of a process; it lives as long as the process does. */
const opened = new OpenedOnce<AbuseStore & { close(): Promise<void> }>();

/** Opens the shared database, or `state.db` in the state folder; undefined without a folder. */
export async function composeAbuseStore(host: VaultHost): Promise<AbuseStore | undefined> {
	const { stateFolder, tenant = defaultTenant, clock } = host;
	const place = findStatePlace(host);
	if (stateFolder === undefined || place === undefined) return undefined;
	return opened.get(JSON.stringify([place, stateFolder, tenant, host.vaultKey]), async () => {
		const { openAbuseStandings } = await import('../../state/conversations/abuse-standings');
		// The same hash as in the vault: who is forgotten there is forgotten here.
		const pseudonym = async (id: string) => (await openVaultKeys(host, stateFolder)).pseudonym('subject', tenant, id);
		return openAbuseStandings(place, { tenant, clock, pseudonym });
	});
}
