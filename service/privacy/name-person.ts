import { listOptOutNames } from '../../core/conversations/contacts/opt-out-names';
import { holderOf, idOfStored } from '../../core/memory/conversations/conversation-names';
import type { Contact } from '../../core/ports/channels/contacts';
import { listNames } from '../../providers/compose/channels/forget-outside';
import { openKeySeal } from '../../providers/compose/channels/open-key-seal';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import type { MemoryStoreHost } from '../../providers/compose/hosts/state-host';
import { openMemory, runMemoryTask } from '../../providers/compose/memory/memory';
import { findStatePlace } from '../../providers/compose/state/state-place';
import { type CountedTable, countInInbox, countInState, type NamedPerson, readWritten } from '../../providers/state/count-person';
import { inboxFile } from '../../providers/state/channels/receipts/file-inbox';
import { stateFile } from '../../providers/database/state-database';
import type { OperationHost } from '../operations/operation';

export type PersonPlace = OperationHost & MemoryStoreHost;

export interface CountedRows {
	store: string;
	table: string;
	rows: number;
}

/** With conversation IDs that agents of workflows and processes get from channels. */
export interface PersonNames extends NamedPerson {
	sessions: readonly string[];
	holders: readonly string[];
}

/** A person unknown to channels has the agents' names. */
export async function namePerson(person: string, contact: Contact | undefined, host: PersonPlace): Promise<PersonNames> {
	const { tenant, stateFolder } = host;
	const keys = await openVaultKeys(host, stateFolder);
	const memory = await openMemory(host);
	const names = contact && (await listNames(contact, host));
	const people = names?.people ?? [person];
	const conversations = names?.conversations ?? [];
	const sessions = names?.sessions ?? [];
	const holders = (contact ? [...conversations, ...sessions] : [person]).map(holderOf);
	const remembered = (await Promise.all([...people, ...holders].map((each) => memory.listConversations(each)))).flat();
	const subjects = [...people, ...holders, ...listOptOutNames(contact?.aliases ?? [], [])].map((each) =>
		keys.pseudonym('subject', tenant, each),
	);
	const talks = [...conversations, ...sessions, ...(contact ? [] : [person])].map((each) => keys.pseudonym('conversation', tenant, each));
	const own = contact
		? await readWritten(findStatePlace(host)!, { tenant, contacts: people }, () => openKeySeal(host))
		: { written: [], requests: [] };
	return {
		tenant,
		conversations,
		sessions,
		holders,
		contacts: contact ? people : [],
		pseudonyms: [...new Set([...subjects, ...talks, ...remembered])],
		...own,
	};
}

export async function countRows(person: string, whom: PersonNames, host: PersonPlace, signal: AbortSignal): Promise<CountedRows[]> {
	const place = findStatePlace(host)!;
	const ofStore = (store: string, counted: CountedTable[]) => counted.map(({ table, rows }) => ({ store, table, rows }));
	const inState = await countInState(place, whom);
	const inInbox = await countInInbox(place, whom);
	const inMemory = await countInMemory(whom.contacts.length > 0 ? whom.contacts : [person], whom.holders, host, signal);
	return [...ofStore(stateFile, inState), ...ofStore(inboxFile, inInbox), ...inMemory];
}

async function countInMemory(
	people: readonly string[],
	holders: readonly string[],
	host: PersonPlace,
	signal: AbortSignal,
): Promise<CountedRows[]> {
	const counts = { memory_facts: 0, memory_conversations: 0, memory_turns: 0 };
	const counted = new Set<string>();
	for (const person of people) {
		const result = await runMemoryTask({ operation: 'export', person }, { ...host, providers: {} }, signal);
		if (result.operation !== 'export') continue;
		counts.memory_facts += result.memories.length;
		counts.memory_conversations += result.conversations.length;
		counts.memory_turns += result.conversations.reduce((sum, { turns }) => sum + turns.length, 0);
		for (const { conversation } of result.conversations) counted.add(idOfStored(conversation));
	}
	const store = await openMemory(host);
	for (const holder of holders)
		for (const { conversation, turns } of (await store.export(holder, (name) => [holder, ...people, holderOf(idOfStored(name))]))
			.conversations) {
			const id = idOfStored(conversation);
			if (counted.has(id)) continue;
			counted.add(id);
			counts.memory_conversations += 1;
			counts.memory_turns += turns.length;
		}
	return Object.entries(counts).flatMap(([table, rows]) => (rows === 0 ? [] : [{ store: 'memory.db', table, rows }]));
}
