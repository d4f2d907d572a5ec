import type { MemoryTaskResult } from '../../../core/memory/task/memory-task';
import type { MemoryStore } from '../../../core/ports';
import { forgetSuspendedRuns } from '../../state/suspended-runs';
import { composeConversationStates } from '../state/host-conversation-states';
import { openRuns } from '../state/host-runs';
import { forgetPseudonyms, vaultKeysOf } from '../guardrails/vault';
import type { VaultHost } from '../host';

type Removed = Extract<MemoryTaskResult, { operation: 'forget' }>['removed'];
type Elsewhere = Pick<Removed, 'vaultKeys' | 'runs'>;

/**
 * Removes a person, or one conversation, from all stores of a host: who is cut off in between does it again and finds what is left, as memory,
 * which knows the conversations, goes last.
 */
export async function forgetEverywhere(
	{ person, conversation }: { person?: string; conversation?: string },
	store: MemoryStore,
	host: VaultHost,
): Promise<Removed> {
	const removed: Removed = { memories: 0, conversations: 0, turns: 0, vaultKeys: 0, runs: 0 };
	const { stateFolder, tenant = 'default' } = host;
	const keys = stateFolder === undefined ? undefined : await vaultKeysOf(host, stateFolder);
	if (person !== undefined) {
		const known = await store.listConversations(person);
		add(removed, await forgetElsewhere([...known, ...(keys ? [keys.pseudonym('subject', tenant, person)] : [])], host));
		const forgotten = await store.forgetPerson(person);
		add(removed, forgotten.removed);
		// Those that began meanwhile.
		add(
			removed,
			await forgetElsewhere(
				forgotten.conversations.filter((each) => !known.includes(each)),
				host,
			),
		);
	}
	if (conversation !== undefined) {
		if (keys) add(removed, await forgetElsewhere([keys.pseudonym('conversation', tenant, conversation)], host));
		add(removed, (await store.forgetConversation(conversation)).removed);
	}
	return removed;
}

/** @param pseudonyms of persons and conversations */
async function forgetElsewhere(pseudonyms: string[], host: VaultHost): Promise<Elsewhere> {
	const { stateFolder, tenant = 'default' } = host;
	if (stateFolder === undefined || pseudonyms.length === 0) return { vaultKeys: 0, runs: 0 };
	const keys = await vaultKeysOf(host, stateFolder);
	const isTheirs = (id: string) => pseudonyms.includes(keys.pseudonym('conversation', tenant, id));
	const kept = await (await openRuns(host, stateFolder)).forget(pseudonyms);
	// Agents on the command line run for no other tenant: a conversation of theirs that is called the same is another one.
	const runs = kept + (tenant === 'default' ? await forgetSuspendedRuns(stateFolder, isTheirs) : 0);
	await (await composeConversationStates(host))?.forget(pseudonyms);
	return { vaultKeys: await forgetPseudonyms({ ...host, stateFolder }, pseudonyms), runs };
}

function add(removed: Removed, more: Partial<Removed>): void {
	for (const [name, count] of Object.entries(more) as Array<[keyof Removed, number]>) removed[name] += count;
}
