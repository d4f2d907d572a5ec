import { type ConversationOwner, nameStored } from '../../../core/memory/conversations/conversation-names';
import type { ConversationStateStore } from '../../../core/ports/guardrails/conversation-state';
import type { OpenConversationStates } from '../../state/conversations/conversation-states';
import { OpenedOnce } from '../open-once';
import { openVaultKeys } from '../guardrails/vault-parts';
import { readKeptMs } from './host-tenants';
import { findStatePlace } from './state-place';
import type { VaultHost } from '../hosts/state-host';

/** One connection for each place, tenant and key; it lives as long as the process. */
const opened = new OpenedOnce<OpenConversationStates>();

/** Undefined without a database and a state folder. @param owner whose conversations they are, as in the memory. Default: nobody's */
export async function composeConversationStates(host: VaultHost, owner?: ConversationOwner): Promise<ConversationStateStore | undefined> {
	return (await openStates(host))?.of(nameStored('', owner));
}

async function openStates(host: VaultHost): Promise<OpenConversationStates | undefined> {
	const { stateFolder, tenant = 'default', clock } = host;
	const place = findStatePlace(host);
	if (stateFolder === undefined || place === undefined) return undefined;
	return opened.get(JSON.stringify([place, stateFolder, tenant, host.vaultKey]), async () => {
		const { openConversationStates } = await import('../../state/conversations/conversation-states');
		const pseudonym = async (id: string) => (await openVaultKeys(host, stateFolder)).pseudonym('conversation', tenant, id);
		return openConversationStates(place, { tenant, clock, pseudonym, retentionMs: () => readKeptMs(host, 'count') });
	});
}
