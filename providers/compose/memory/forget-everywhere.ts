import { join } from 'node:path';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { MemoryTaskResult } from '../../../core/memory/task/memory-task';
import { holderOf, nameStored } from '../../../core/memory/conversations/conversation-names';
import { systemClock } from '../../../core/ports/host';
import type { MemoryStore } from '../../../core/ports/memory';
import { ForgottenList, forgottenFileName, type ForgottenNames } from '../../state/conversations/forgotten-list';
import { openKeySeal } from '../channels/open-key-seal';
import { wakeN8n } from '../runs/wake-n8n';
import { refuseHeld } from '../privacy/host-holds';
import { openRuns } from '../state/host-runs';
import { findStatePlace } from '../state/state-place';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';

const wokenAtOnce = 10;
const maxWakingMs = 30_000;

export type Removed = Extract<MemoryTaskResult, { operation: 'forget' }>['removed'];
type Elsewhere = Pick<Removed, 'vaultKeys' | 'runs'>;

/**
 * Removes a person or conversation from all stores, and notes it for restored backups. The memory, which knows the conversations, goes last, so that
 * an interrupted removal can be repeated.
 */
export async function forgetEverywhere(
	{ person, conversation }: { person?: string; conversation?: string },
	store: MemoryStore,
	host: VaultHost,
): Promise<Removed> {
	const { stateFolder, tenant = 'default' } = host;
	const keys = stateFolder === undefined ? undefined : await openVaultKeys(host, stateFolder);
	const remove = () => removeEverywhere({ person, conversation }, store, host, keys);
	if (keys === undefined) return remove();
	const named = listPersons(person, conversation);
	const persons = named.map((each) => keys.pseudonym('subject', tenant, each));
	const ofPersons = (await Promise.all(named.map((each) => store.listConversations(each)))).flat();
	const conversations = [...ofPersons, ...(conversation === undefined ? [] : [keys.pseudonym('conversation', tenant, conversation)])];
	await refuseHeld([...persons, ...conversations], host);
	return openForgottenList(stateFolder!).during({ tenant, persons, conversations }, remove);
}

/** Removes a contact's conversations whose agent knew no person, such as in n8n workflows. */
export async function forgetSessions(
	sessions: readonly string[],
	store: MemoryStore,
	host: VaultHost & { stateFolder: string },
): Promise<Removed> {
	const { stateFolder, tenant = 'default' } = host;
	const removed: Removed = { memories: 0, conversations: 0, turns: 0, vaultKeys: 0, runs: 0 };
	if (sessions.length === 0) return removed;
	const keys = await openVaultKeys(host, stateFolder);
	const holders = sessions.map(holderOf);
	const held = (await Promise.all(holders.map((holder) => store.listConversations(holder)))).flat();
	const persons = holders.map((holder) => keys.pseudonym('subject', tenant, holder));
	const conversations = [...new Set([...held, ...sessions.map((session) => keys.pseudonym('conversation', tenant, session))])];
	return openForgottenList(stateFolder).during({ tenant, persons, conversations }, async () => {
		add(removed, await forgetElsewhere([...conversations, ...persons], host, []));
		for (const holder of holders) add(removed, (await store.forgetPerson(holder)).removed);
		for (const session of sessions) add(removed, (await store.forgetConversation(nameStored(session))).removed);
		return removed;
	});
}

const listPersons = (person?: string, conversation?: string): string[] => [
	...(person === undefined ? [] : [person]),
	...(conversation === undefined ? [] : [holderOf(conversation)]),
];

export function openForgottenList(stateFolder: string, env?: Environment): ForgottenList {
	return new ForgottenList(readSetting('TROUPE_FORGOTTEN_LIST', env) ?? join(stateFolder, forgottenFileName));
}

export async function forgetAgain({ persons, conversations }: ForgottenNames, store: MemoryStore, host: VaultHost): Promise<Removed> {
	const removed: Removed = { memories: 0, conversations: 0, turns: 0, vaultKeys: 0, runs: 0 };
	const forgotten = await store.forgetHashes({ persons, conversations });
	add(removed, await forgetElsewhere([...new Set([...persons, ...conversations, ...forgotten.conversations])], host));
	add(removed, forgotten.removed);
	return removed;
}

async function removeEverywhere(
	{ person, conversation }: { person?: string; conversation?: string },
	store: MemoryStore,
	host: VaultHost,
	keys: VaultKeys | undefined,
): Promise<Removed> {
	const removed: Removed = { memories: 0, conversations: 0, turns: 0, vaultKeys: 0, runs: 0 };
	const { tenant = 'default' } = host;
	for (const each of listPersons(person, conversation)) {
		const conversations = await store.listConversations(each);
		add(removed, await forgetElsewhere(conversations, host, []));
		const forgotten = await store.forgetPerson(each);
		add(removed, forgotten.removed);
		// Conversations that began meanwhile; the contact last, so that the command can be repeated.
		const begun = forgotten.conversations.filter((name) => !conversations.includes(name));
		add(removed, await forgetElsewhere([...begun, ...(keys ? [keys.pseudonym('subject', tenant, each)] : [])], host, [each]));
	}
	if (conversation !== undefined) {
		if (keys) add(removed, await forgetElsewhere([keys.pseudonym('conversation', tenant, conversation)], host, []));
		add(removed, (await store.forgetConversation(nameStored(conversation))).removed);
	}
	return removed;
}

/** @param pseudonyms of persons and conversations @param persons their ids; undefined if unknown */
async function forgetElsewhere(pseudonyms: string[], host: VaultHost, persons?: readonly string[]): Promise<Elsewhere> {
	const { stateFolder, tenant = 'default', clock = systemClock } = host;
	if (stateFolder === undefined || pseudonyms.length === 0) return { vaultKeys: 0, runs: 0 };
	const keys = await openVaultKeys(host, stateFolder);
	const [{ forgetInState }, { runSchema }, { vaultSchema }] = await Promise.all([
		import('../../state/forget-person'),
		import('../../state/runs/run-schema'),
		import('../../state/vault/vault-schema'),
	]);
	const runs = await openRuns(host, stateFolder);
	const waiting = await runs.findSuspendedOf(pseudonyms);
	const whom = {
		tenant,
		pseudonyms,
		persons,
		now: clock.now(),
		pseudonym: (kind: 'subject' | 'conversation', id: string) => keys.pseudonym(kind, tenant, id),
	};
	const removed = await forgetInState(findStatePlace({ ...host, stateFolder })!, whom, () => openKeySeal({ ...host, stateFolder }));
	// Otherwise n8n would store the execution until its time is over.
	const stop = AbortSignal.timeout(maxWakingMs);
	for (let from = 0; from < waiting.length; from += wokenAtOnce)
		await Promise.all(
			waiting.slice(from, from + wokenAtOnce).map(({ runId, parts }) => wakeN8n(runId, parts, { ...host, stateFolder }, stop)),
		);
	return { vaultKeys: removed[vaultSchema.name]!, runs: removed[runSchema.name]! };
}

function add(removed: Removed, more: Partial<Removed>): void {
	for (const [name, count] of Object.entries(more) as Array<[keyof Removed, number]>) removed[name] += count;
}
