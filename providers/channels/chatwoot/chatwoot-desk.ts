import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { findProvenPhone } from '../../../core/conversations/contacts/find-proven-phone';
import { normalizeAlias } from '../../../core/conversations/contacts/normalize-alias';
import type { Desk, DeskChange, DeskPerson } from '../../../core/ports/channels/desk';
import type { SendOutcome } from '../../../core/ports/channels/send-outcome';
import { fields, payloadInvalid, text } from '../shared/payload';
import type { Fields } from '../shared/payload';
import { sendByProvider } from '../shared/provider-call';
import { type ChatwootAccess, findOwnMessage, inConversation, objects } from './chatwoot-access';
import type { Inbox } from './read-chatwoot';

interface ChatwootContact {
	id: string;
	phone: string | undefined;
	/** Troupe entered it, for somebody without a phone number. */
	isOurs: boolean;
}

/** The digits that every spelling of a number has, with and without country code and ninth digit. */
const commonDigits = 8;
/** More than the contacts of one person that were merged. */
const maxIdentifiers = 10;

const toIdentifier = (contact: string): string => `troupe:${contact}`;

/** Returns the id of a person's contact, which is created if there is none. Those that Troupe entered become one with that of the phone number. */
async function requireContact(chatwoot: ChatwootAccess, person: DeskPerson, inboxId: string, signal: AbortSignal): Promise<string> {
	const [first, ...others] = await findContacts(chatwoot, person, signal);
	if (first === undefined) return createContact(chatwoot, person, inboxId, signal);
	for (const other of others) if (other.isOurs) await improve(() => merge(chatwoot, { other, into: first }, signal));
	if (first.phone === undefined && person.phone !== undefined)
		await improve(() => chatwoot.ask('PUT', `contacts/${first.id}`, { phone_number: `+${person.phone}` }, signal));
	return first.id;
}

/** People are told even where Chatwoot refuses to tidy up: it does so for the tokens of some roles. */
async function improve(change: () => Promise<unknown>): Promise<void> {
	try {
		await change();
	} catch (fault) {
		if (!isRefusal(fault)) throw fault;
	}
}

const merge = ({ ask }: ChatwootAccess, { other, into }: { other: ChatwootContact; into: ChatwootContact }, signal: AbortSignal) =>
	ask('POST', 'actions/contact_merge', { base_contact_id: Number(into.id), mergee_contact_id: Number(other.id) }, signal);

/** Finds the contacts of a person: first that of the phone number, then those that Troupe entered. A search of Chatwoot also finds parts of values. */
async function findContacts({ ask }: ChatwootAccess, { phone, contacts }: DeskPerson, signal: AbortSignal): Promise<ChatwootContact[]> {
	const found = new Map<string, ChatwootContact>();
	const search = async (query: string, isWanted: (contact: Fields) => boolean) => {
		const answer = fields(await ask('GET', `contacts/search?q=${encodeURIComponent(query)}`, undefined, signal));
		for (const contact of objects(answer['payload']).filter(isWanted)) {
			const isOurs = text(contact['identifier'])?.startsWith(toIdentifier('')) ?? false;
			const id = requireId(contact);
			found.set(id, found.get(id) ?? { id, phone: text(contact['phone_number']), isOurs });
		}
	};
	if (phone !== undefined)
		await search(phone.slice(-commonDigits), (contact) => normalPhone(text(contact['phone_number']) ?? '') === normalPhone(phone));
	for (const identifier of contacts.slice(0, maxIdentifiers).map(toIdentifier))
		await search(identifier, (contact) => contact['identifier'] === identifier);
	return [...found.values()];
}

const normalPhone = (phone: string) => normalizeAlias({ kind: 'phone', value: phone, proof: 'entered' })?.value;

/** Somebody else can create the contact at the same moment: two conversations of one person, or another program. */
async function createContact(chatwoot: ChatwootAccess, person: DeskPerson, inboxId: string, signal: AbortSignal): Promise<string> {
	const { name, phone, contacts } = person;
	const identifier = toIdentifier(contacts[0] ?? '');
	const names = phone === undefined ? { name: name ?? identifier, identifier } : { name: name ?? phone, phone_number: `+${phone}` };
	try {
		const answer = await chatwoot.ask('POST', 'contacts', { inbox_id: Number(inboxId), ...names }, signal);
		return requireId(fields(fields(fields(answer)['payload'])['contact']));
	} catch (fault) {
		const [existing] = isRefusal(fault) ? await findContacts(chatwoot, person, signal) : [];
		if (existing === undefined) throw phone === undefined && isRefusal(fault) ? needsPhone(fault) : fault;
		return existing.id;
	}
}

const isRefusal = (fault: unknown): fault is TroupeError =>
	isTroupeError(fault) &&
	fault.code === 'CHANNEL_REFUSED' &&
	!fault.retryable &&
	[403, 404, 422].includes(Number(fault.details?.['status']));

const needsPhone = (cause: TroupeError) =>
	new TroupeError({
		code: 'CHANNEL_REFUSED',
		details: cause.details,
		cause,
		message: `${cause.message} The customer has no phone number, and only an inbox of the type API takes such a contact.`,
		fix: 'Name an inbox of the type API as the desk of this channel.',
	});

function requireId(object: Fields): string {
	const id = text(object['id']);
	if (id === undefined) throw payloadInvalid('Chatwoot', 'has no "id"');
	return id;
}

/** What people see and do in an inbox: https://developers.chatwoot.com/api-reference. */
export function createChatwootDesk(chatwoot: ChatwootAccess, { inboxId, source }: Inbox): Desk {
	const { access, request, ask } = chatwoot;
	const readIds = (body: unknown) => [text(fields(body)['id'])].filter((one) => one !== undefined);
	const write = (address: string, message: object, signal: AbortSignal) =>
		sendByProvider(access, request('POST', inConversation(address, 'messages'), message), readIds, signal);
	return {
		async locate(person, signal) {
			const contact = await requireContact(chatwoot, person, inboxId, signal);
			return (await findConversation(chatwoot, contact, inboxId, signal)) ?? (await openConversation(chatwoot, contact, inboxId, signal));
		},
		async read(address, signal) {
			const conversation = fields(await ask('GET', inConversation(address), undefined, signal));
			const meta = fields(conversation['meta']);
			const labels = Array.isArray(conversation['labels']) ? conversation['labels'] : [];
			return {
				status: text(conversation['status']) ?? null,
				assignee: text(fields(meta['assignee'])['id']) ?? null,
				team: text(fields(meta['team'])['id']) ?? null,
				labels: labels.flatMap((label) => text(label) ?? []),
			};
		},
		async change(address, change, signal) {
			const { path, body } = toRequest(change);
			let answer: unknown;
			const outcome = await sendByProvider(
				access,
				request('POST', inConversation(address, path), body),
				(received) => {
					answer = received;
					return [address];
				},
				signal,
			);
			return outcome.kind === 'sent' ? checkAssigned(outcome, change, answer) : outcome;
		},
		async showWords(address, { id, text: content }, signal) {
			const words = { content, message_type: 'incoming', content_attributes: { troupe: id } };
			const shown = await write(address, words, signal);
			// Only an inbox of the type API takes words of customers from others.
			return shown.kind === 'refused' && !shown.retryable ? write(address, toNote(id, content), signal) : shown;
		},
		writeNote(address, { id, text: content }, signal) {
			return write(address, toNote(id, content), signal);
		},
		findNote: (address, id, since, signal) => findOwnMessage(chatwoot, { address, id, since }, signal),
		async forget(person, signal) {
			const ids = new Set(person.aliases.filter(({ kind }) => kind === `chatwoot:${source}`).map(({ value }) => value));
			const phone = findProvenPhone(person)?.replace(/\D/g, '');
			for (const found of await findContacts(chatwoot, { name: null, phone, contacts: person.contacts }, signal)) ids.add(found.id);
			let removed = false;
			for (const id of ids) removed = (await remove(chatwoot, id, signal)) || removed;
			return removed;
		},
	};
}

const toNote = (id: string, content: string) => ({
	content,
	message_type: 'outgoing',
	private: true,
	content_attributes: { troupe: id },
});

/** @returns false for a contact who is not there any more */
async function remove({ ask }: ChatwootAccess, contact: string, signal: AbortSignal): Promise<boolean> {
	try {
		await ask('DELETE', `contacts/${encodeURIComponent(contact)}`, undefined, signal);
		return true;
	} catch (fault) {
		if (isTroupeError(fault) && fault.details?.['status'] === 404) return false;
		throw fault;
	}
}

function toRequest(change: DeskChange): { path: string; body: object } {
	switch (change.kind) {
		case 'labels':
			return { path: 'labels', body: { labels: change.labels } };
		case 'status':
			return { path: 'toggle_status', body: { status: change.value } };
		case 'assignee':
			return { path: 'assignments', body: { assignee_id: Number(change.value) } };
		case 'team':
			return { path: 'assignments', body: { team_id: Number(change.value) } };
	}
}

/** Chatwoot answers 200 for somebody who does not exist, and assigns nobody. */
function checkAssigned(outcome: SendOutcome, change: DeskChange, answer: unknown): SendOutcome {
	if (change.kind !== 'assignee' && change.kind !== 'team') return outcome;
	if (text(fields(answer)['id']) === change.value) return outcome;
	const what = change.kind === 'team' ? 'team' : 'agent';
	return { kind: 'refused', retryable: false, reason: `Chatwoot has no ${what} "${change.value}" in this account: nobody was assigned.` };
}

/** The newest conversation of the inbox that is not resolved, or the newest one. */
async function findConversation(
	{ ask }: ChatwootAccess,
	contact: string,
	inboxId: string,
	signal: AbortSignal,
): Promise<string | undefined> {
	const answer = fields(await ask('GET', `contacts/${encodeURIComponent(contact)}/conversations`, undefined, signal));
	const own = objects(answer['payload'])
		.filter((one) => text(one['inbox_id']) === inboxId)
		.sort((one, other) => Number(other['id']) - Number(one['id']));
	return text((own.find((one) => one['status'] !== 'resolved') ?? own[0])?.['id']);
}

async function openConversation({ ask }: ChatwootAccess, contact: string, inboxId: string, signal: AbortSignal): Promise<string> {
	return requireId(fields(await ask('POST', 'conversations', { inbox_id: Number(inboxId), contact_id: Number(contact) }, signal)));
}
