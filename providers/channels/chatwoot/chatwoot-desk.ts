import { isTroupeError } from '../../../core/base/errors';
import { findProvenPhone } from '../../../core/conversations/contacts/find-proven-phone';
import { normalizeAlias } from '../../../core/conversations/contacts/normalize-alias';
import type { Desk, DeskChange, DeskPerson } from '../../../core/ports/channels/desk';
import type { SendOutcome } from '../../../core/ports/channels/send-outcome';
import { fields, type Fields, payloadInvalid, text } from '../shared/payload';
import { sendByProvider } from '../shared/provider-call';
import { type ChatwootAccess, findOwnMessage, inConversation, objects } from './chatwoot-access';
import type { Inbox } from './read-chatwoot';

/** What people see and do in an inbox: https://developers.chatwoot.com/api-reference. */
export function createChatwootDesk(chatwoot: ChatwootAccess, { inboxId, source }: Inbox): Desk {
	const { access, request, ask } = chatwoot;
	return {
		async locate(person, signal) {
			const contact = (await findContact(chatwoot, person, signal)) ?? (await createContact(chatwoot, person, inboxId, signal));
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
		writeNote(address, { id, text: content }, signal) {
			const note = { content, message_type: 'outgoing', private: true, content_attributes: { troupe: id } };
			const readIds = (body: unknown) => [text(fields(body)['id'])].filter((one) => one !== undefined);
			return sendByProvider(access, request('POST', inConversation(address, 'messages'), note), readIds, signal);
		},
		findNote: (address, id, since, signal) => findOwnMessage(chatwoot, { address, id, since }, signal),
		async forget(person, signal) {
			const ids = new Set(person.aliases.filter(({ kind }) => kind === `chatwoot:${source}`).map(({ value }) => value));
			const phone = findProvenPhone(person)?.replace(/\D/g, '');
			const found = phone === undefined ? undefined : await findContact(chatwoot, { name: null, phone }, signal);
			if (found !== undefined) ids.add(found);
			let removed = false;
			for (const id of ids) removed = (await remove(chatwoot, id, signal)) || removed;
			return removed;
		},
	};
}

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

/** The digits that every spelling of a number has, with and without country code and ninth digit. */
const commonDigits = 8;

async function findContact({ ask }: ChatwootAccess, { phone }: DeskPerson, signal: AbortSignal): Promise<string | undefined> {
	const found = await ask('GET', `contacts/search?q=${phone.slice(-commonDigits)}`, undefined, signal);
	const wanted = normalPhone(phone);
	const contact = objects(fields(found)['payload']).find((one) => normalPhone(text(one['phone_number']) ?? '') === wanted);
	return text(contact?.['id']);
}

const normalPhone = (phone: string) => normalizeAlias({ kind: 'phone', value: phone, proof: 'entered' })?.value;

async function createContact({ ask }: ChatwootAccess, { name, phone }: DeskPerson, inboxId: string, signal: AbortSignal): Promise<string> {
	const person = { inbox_id: Number(inboxId), name: name ?? phone, phone_number: `+${phone}` };
	const created = fields(fields(await ask('POST', 'contacts', person, signal))['payload']);
	return requireId(fields(created['contact']));
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

function requireId(object: Fields): string {
	const id = text(object['id']);
	if (id === undefined) throw payloadInvalid('Chatwoot', 'has no "id"');
	return id;
}
