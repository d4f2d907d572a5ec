import { isTroupeError } from '../../../core/base/errors';
import { findProvenPhone } from '../../../core/conversations/contacts/find-proven-phone';
import type { Desk, DeskChange } from '../../../core/ports/channels/desk';
import type { SendOutcome } from '../../../core/ports/channels/send-outcome';
import { fields, text } from '../shared/payload';
import { sendByProvider } from '../shared/provider-call';
import { type ChatwootAccess, findOwnMessage, inConversation, objects } from './chatwoot-access';
import { findContacts, requireContact, requireId } from './chatwoot-contacts';
import type { Inbox } from './read-chatwoot';

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
	...{ content, message_type: 'outgoing', private: true, content_attributes: { troupe: id } },
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
