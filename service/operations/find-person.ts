import * as Type from 'typebox/type';
import { isTroupeError } from '../../core/base/errors';
import { closed, optional, orNull } from '../../core/base/shape';
import { type Language, languages } from '../../core/base/text/languages';
import { listOptOutNames } from '../../core/conversations/contacts/opt-out-names';
import { holderOf } from '../../core/memory/conversations/conversation-names';
import type { Contact } from '../../core/ports/channels/contacts';
import { places } from '../../core/privacy/places';
import { stayWords } from '../../core/privacy/register-words';
import { integer, open, string } from '../../manifests/registry/api/answer-fields';
import { listNames } from '../../providers/compose/channels/forget-outside';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import type { MemoryStoreHost } from '../../providers/compose/hosts/state-host';
import { openMemory, runMemoryTask } from '../../providers/compose/memory/memory';
import { findStatePlace } from '../../providers/compose/state/state-place';
import { stateFile } from '../../providers/database/state-database';
import { countInState, type NamedPerson, readWritten } from '../../providers/state/count-person';
import { registeredTables } from '../privacy/register';
import { find, scope } from './contacts';
import { operation, type OperationContext, type OperationHost } from './operation';

type Place = OperationHost & MemoryStoreHost;

export const findPerson = operation({
	...{ summary: 'Count what is stored of a person, by table, and name the places that cannot be searched', tag: 'privacy' },
	...{ method: 'POST', path: 'privacy/find', scope, maxAtOnce: 2 },
	input: {
		body: closed({
			person: Type.String({
				description: 'The id of a contact, a name such as phone=+5544999999999, or the ID under which agents know the person.',
				minLength: 1,
				maxLength: 500,
			}),
			...optional({ language: Type.Enum([...languages]) }),
		}),
	},
	output: Type.Object({
		contact: orNull(string),
		stored: Type.Array(Type.Object({ store: string, table: string, rows: integer, stays: orNull(string) })),
		notSearched: Type.Array(open(), { description: 'Stores whose tables do not say whose a row is, and why.' }),
		elsewhere: Type.Array(open(), { description: 'Files and systems of others, and whether forgetting a contact reaches them.' }),
	}),
	async perform({ person, language = 'en' }, { host, signal }: OperationContext<Place>) {
		const { contacts } = await openChannels(host);
		const contact = await findIfKnown(() => find(contacts, host.tenant, person));
		const whom = await namePerson(person, contact, host);
		const inState = await countInState(findStatePlace(host)!, whom);
		const inMemory = await countInMemory(contact ? whom.contacts : [person], host, signal);
		return {
			contact: contact?.id ?? null,
			stored: [...inState.map(({ table, rows }) => ({ store: stateFile, table, rows })), ...inMemory].map((one) => {
				const stays = registeredTables.find(({ store, name }) => store === one.store && name === one.table)?.data.stays;
				return { ...one, stays: stays === undefined ? null : stayWords[stays][language] };
			}),
			notSearched: listNotSearched(language),
			elsewhere: places.map(({ id, reach, words }) => ({ id, reach, ...words[language] })),
		};
	},
});

async function findIfKnown(look: () => Promise<Contact>): Promise<Contact | undefined> {
	try {
		return await look();
	} catch (fault) {
		if (isTroupeError(fault) && fault.code === 'RESOURCE_NOT_FOUND') return undefined;
		throw fault;
	}
}

/** All names of a person. One whom no channel knows has those that agents use. */
async function namePerson(person: string, contact: Contact | undefined, host: Place): Promise<NamedPerson> {
	const { tenant, stateFolder } = host;
	const [keys, memory] = [await openVaultKeys(host, stateFolder), await openMemory(host)];
	const names = contact && (await listNames(contact, host));
	const people = names?.people ?? [person];
	const conversations = names?.conversations ?? [];
	const remembered = (
		await Promise.all([...people, ...(contact ? [] : [holderOf(person)])].map((each) => memory.listConversations(each)))
	).flat();
	const subjects = [...people, ...listOptOutNames(contact?.aliases ?? [], [])].map((each) => keys.pseudonym('subject', tenant, each));
	const talks = [...conversations, ...(contact ? [] : [person])].map((each) => keys.pseudonym('conversation', tenant, each));
	return {
		...{ tenant, conversations, contacts: contact ? people : [] },
		pseudonyms: [...new Set([...subjects, ...talks, ...remembered])],
		written: contact ? await readWritten(findStatePlace(host)!, tenant, people) : [],
	};
}

async function countInMemory(people: readonly string[], host: Place, signal: AbortSignal) {
	const counts = { memory_facts: 0, memory_conversations: 0, memory_turns: 0 };
	for (const person of people) {
		const result = await runMemoryTask({ operation: 'export', person }, { ...host, providers: {} }, signal);
		if (result.operation !== 'export') continue;
		counts.memory_facts += result.memories.length;
		counts.memory_conversations += result.conversations.length;
		counts.memory_turns += result.conversations.reduce((sum, { turns }) => sum + turns.length, 0);
	}
	return Object.entries(counts).flatMap(([table, rows]) => (rows === 0 ? [] : [{ store: 'memory.db', table, rows }]));
}

/** Tables that do not say whose a row is, by store and subject. */
function listNotSearched(language: Language) {
	const unnamed = registeredTables.filter(({ data }) => data.whose === undefined && data.stays !== undefined);
	return [...Map.groupBy(unnamed, ({ store, subject }) => `${store} ${subject}`)].map(([id, tables]) => ({
		...{ id, tables: tables.map(({ name }) => name) },
		why: [...new Set(tables.map(({ data }) => stayWords[data.stays!][language]))].join(' '),
	}));
}
