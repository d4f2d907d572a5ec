import { defaultTenant } from '../../../core/base/tenant';
import type { AbuseStore } from '../../../core/ports/abuse';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from '../state/state-place';
import type { VaultHost } from '../hosts/state-host';
import { openVaultKeys } from './vault-parts';

/** One connection for each place, tenant and key; it lives as long as the process. */
const opened = new OpenedOnce<AbuseStore & { close(): Promise<void> }>();

/** Undefined without a database and a state folder. */
export async function composeAbuseStore(host: VaultHost): Promise<AbuseStore | undefined> {
	const { stateFolder, tenant = defaultTenant, clock } = host;
	const place = findStatePlace(host);
	if (stateFolder === undefined || place === undefined) return undefined;
	return opened.get(JSON.stringify([place, stateFolder, tenant, host.vaultKey]), async () => {
		const { openAbuseStandings } = await import('../../state/conversations/abuse-standings');
		// The hash of the vault: a person forgotten there is forgotten here.
		const pseudonym = async (id: string) => (await openVaultKeys(host, stateFolder)).pseudonym('subject', tenant, id);
		return openAbuseStandings(place, { tenant, clock, pseudonym });
	});
}
