import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { aliasKinds, findUnknownKind } from '../../../core/conversations/contacts/alias-kinds';
import type { Contact, ContactAct, Contacts } from '../../../core/ports/channels/contacts';
import type { ContactOrigin, KeptOrigin } from '../../../core/ports/channels/message-content';
import { open, string, time } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, list, reason, text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import type { Host } from '../../../providers/compose/hosts/host';
import { isHeldBy, isRefusedByHold } from '../../../providers/compose/privacy/host-holds';
import { decodePlace, toPage } from '../../http/page';
import { awaitPlaces } from '../../privacy/await-places';
import { forgetPerson, notYet } from '../../privacy/forget-person';
import { lookUpContact } from '../../privacy/look-up-contact';
import { readTimeZone, timeZone } from '../conversations/read-day';
import { ofOthers, operation, type OperationContext, type OperationHost } from '../operation';

export const tag = 'contacts';
export const scope = 'channel:manage';
/** Names are personal data: they are in bodies, never in an address. */
export const contact = Type.String({ description: 'Its id, or a name such as phone=+5544999999999.', minLength: 1, maxLength: 500 });

const describe = ({ id, name, company, aliases, createdAt }: Contact) => ({
	id,
	name,
	company: company ?? null,
	aliases: aliases.map(({ since, ...alias }) => ({ ...alias, since: toIso(since) })),
	createdAt: toIso(createdAt),
});
export type DescribedContact = ReturnType<typeof describe>;
const fields = { id: string, name: orNull(string), company: orNull(string), aliases: Type.Array(open()), createdAt: time };

export const listContacts = operation({
	summary: 'List the people who wrote through channels, the newest first',
	tag,
	method: 'GET',
	path: 'contacts',
	scope,
	input: { query: closed(optional({ limit: limit(10_000), cursor })) },
	output: Type.Object({ items: Type.Array(Type.Object(fields)), timeZone, ...optional({ cursor: string }) }),
	async perform({ limit: max = 50, cursor: after }, { host }) {
		const before = decodePlace(after, '')?.[0];
		const listed = await (await openChannels(host)).contacts.list(host.tenant, max + 1, before);
		const { items, ...more } = toPage(listed, max, ({ id }) => [id]);
		return { items: items.map(describe), timeZone: await readTimeZone(host), ...more };
	},
});

const describeOrigins = (origin: ContactOrigin | undefined) =>
	origin ? { first: describeOrigin(origin.first), last: describeOrigin(origin.last) } : null;
const describeOrigin = ({ at, ...origin }: KeptOrigin) => ({ ...origin, at: toIso(at) });

/** More than anybody reads. */
const maxConversations = 100;
const maxChanges = 1_000;

export const findContact = operation({
	summary: 'Show the names of a contact, its conversations, and who changed what',
	tag,
	method: 'POST',
	path: 'contacts/find',
	scope,
	input: { body: closed({ contact }) },
	output: Type.Object({
		...fields,
		conversations: Type.Array(open()),
		changes: Type.Array(open()),
		origin: orNull(open()),
		timeZone,
	}),
	/** @throws TroupeError RESOURCE_NOT_FOUND */
	async perform({ contact: typed }, { host }) {
		const { contacts, mailbox } = await openChannels(host);
		const { tenant } = host;
		const found = await find(contacts, tenant, typed);
		const conversations = await mailbox.list(tenant, { contact: found.id }, maxConversations);
		const changes = (await contacts.readChanges(tenant, found.id)).slice(-maxChanges);
		return {
			...describe(found),
			timeZone: await readTimeZone(host),
			// All conversations of a contact share its origin.
			origin: describeOrigins(conversations[0]?.origin),
			conversations: conversations.map(({ id, channel, mode, session, lastMessageAt }) => ({
				id,
				channel,
				mode,
				session,
				lastMessageAt: toIso(lastMessageAt),
			})),
			changes: changes.map(({ at, kind, actor, details }) => ({ at: toIso(at), kind, actor, details })),
		};
	},
});

export const mergeContacts = operation({
	summary: 'Join two contacts that are one person',
	tag,
	method: 'POST',
	path: 'contacts/merge',
	scope,
	input: { body: closed({ from: contact, into: contact, reason }) },
	output: Type.Object({ contact: string, merged: string }),
	/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for a contact with itself */
	async perform({ from: typedFrom, into: typedInto, reason: why }, { host, by }) {
		const { contacts } = await openChannels(host);
		const { tenant } = host;
		const from = await find(contacts, tenant, typedFrom);
		const into = await find(contacts, tenant, typedInto);
		if (await contacts.merge(tenant, { from: from.id, into: into.id, by, reason: why })) return { contact: into.id, merged: from.id };
		throw invalid(`Both are the contact ${into.id}.`, 'Name two contacts of `troupe contacts list`.');
	},
});

const alias = closed({ kind: text(50), value: text(500) });
const parts = optional({ merged: text(100), aliases: list(alias, 100, 1), conversations: list(text(200), 1_000) });

export const splitContact = operation({
	summary: 'Undo a merge, or give some names of a contact to a new one',
	tag,
	method: 'POST',
	path: 'contacts/split',
	scope,
	input: { body: closed({ contact, reason, ...parts }) },
	output: Type.Object({ contact: string, split: string }),
	/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for an unknown merge or name */
	async perform({ contact: typed, reason: why, ...split }, { host, by }) {
		checkSplit(split);
		const { contacts } = await openChannels(host);
		const { id } = await find(contacts, host.tenant, typed);
		return { contact: id, split: await separate(contacts, host.tenant, id, { ...split, by, reason: why }) };
	},
});

interface Split {
	merged?: string;
	aliases?: Array<{ kind: string; value: string }>;
	conversations?: string[];
}

function checkSplit({ merged, aliases = [], conversations = [] }: Split): void {
	if ((merged === undefined) === (aliases.length === 0))
		throw invalid('The command does not say what to split off.', 'Add either --merged ID or --alias kind=value.');
	if (merged !== undefined && conversations.length > 0)
		throw invalid('--conversation belongs to --alias: a merge is undone with its conversations.', 'Leave out --conversation.');
}

async function separate(
	contacts: Contacts,
	tenant: string,
	id: string,
	{ merged, aliases = [], conversations = [], ...act }: Split & ContactAct,
) {
	if (merged !== undefined) {
		if (await contacts.split(tenant, { from: merged, into: id, ...act })) return merged;
		throw invalid(`${JSON.stringify(merged.slice(0, 60))} was not merged into ${id}.`, `See \`troupe contacts show ${id}\`.`);
	}
	const separated = await contacts.separate(tenant, { contact: id, aliases, conversations, ...act });
	if (separated !== undefined) return separated;
	throw invalid(
		`The contact ${id} does not have these names or conversations, or has no others.`,
		`Name some of those that \`troupe contacts show ${id}\` lists, not all.`,
	);
}

export const forgetContact = operation({
	act: ({ contact: person }, answer, fault) =>
		isRefusedByHold(fault)
			? { action: 'person.held', outcome: 'success', person }
			: {
					action: 'person.forgotten',
					object: { kind: 'contact', value: (answer as { contact: string } | undefined)?.contact },
				},
	summary: 'Remove a contact: names, conversations, messages, and what is remembered',
	tag,
	method: 'POST',
	path: 'contacts/forget',
	scope,
	inBackground: 'repeatable',
	input: {
		body: closed({
			contact,
			...optional({
				leaveUnreached: Type.Boolean({ description: 'Also where a place that could be reached later is away; nothing tries it again' }),
			}),
		}),
	},
	refusals: ofOthers,
	output: Type.Object({
		contact: string,
		reached: Type.Array(string, { description: 'Other systems that removed the person.' }),
		notReached: Type.Array(open(), { description: 'Copies that are left on other machines and in other systems.' }),
		protocols: Type.Array(string, { description: 'Requests for it, which are settled with that.' }),
	}),
	/** @throws TroupeError RESOURCE_NOT_FOUND; that of an unreachable place, retryable */
	async perform({ contact: typed, leaveUnreached }, context: OperationContext<OperationHost & Host>) {
		const { host, signal, by } = context;
		const found = await find((await openChannels(host)).contacts, host.tenant, typed);
		const forgotten = await forgetPerson({ person: typed, contact: found, leaveUnreached, by }, host, signal);
		const { reached, notReached, protocols, away, hold } = forgotten;
		if (hold) throw await isHeldBy(hold, host);
		if (!forgotten.receipt && away) {
			awaitPlaces(notReached, context);
			throw notYet(away, forgotten);
		}
		return { contact: found.id, reached, notReached, protocols };
	},
});

/** Accepts an id or `kind=value`. @throws TroupeError RESOURCE_NOT_FOUND */
export async function find(contacts: Contacts, tenant: string, typed: string): Promise<Contact> {
	const found = await lookUpContact(contacts, tenant, typed);
	if (found !== undefined) return found;
	throw new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `The tenant ${tenant} has no contact ${JSON.stringify(typed.slice(0, 100))}.`,
		fix: `Use an id of GET /api/v1/contacts or \`troupe contacts list\`, or a name such as phone=+5544999999999.${describeKinds(typed)}`,
	});
}

const describeKinds = (typed: string) =>
	findUnknownKind(typed) === undefined ? '' : ` The kinds of names are ${aliasKinds.join(', ')}, chatwoot:… and custom:….`;

export const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
