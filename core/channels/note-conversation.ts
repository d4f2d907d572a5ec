import { findDesk } from '../conversations/hand-over/find-desk';
import { describeBurst } from '../conversations/mailbox/describe-burst';
import { detectLanguage } from '../base/text/language';
import type { Language } from '../base/text/languages';
import type { ChannelDirectory } from '../ports/channels/channel-records';
import type { Conversations, NewNote } from '../ports/channels/conversations';
import type { Mailbox } from '../ports/channels/mailbox';
import { findRecord } from './hand-over';

interface NoteParts {
	mailbox: Pick<Mailbox, 'find' | 'readMessages'>;
	conversations: Pick<Conversations, 'addNote'>;
	directory: ChannelDirectory;
}

interface NoteRequest extends Pick<NewNote, 'kind' | 'by' | 'text'> {
	tenant: string;
	conversation: string;
	writer: string;
	assignee?: string;
	/** Undefined: the language of the conversation. */
	language?: Language;
}

/** `desk`: where the note goes, or why there is none. */
export type NoteOutcome = { kind: 'noted'; desk: { name: string } | { missing: string } } | { kind: 'unknown-conversation' };

const spoken = 5;

const assigned: Record<Language, string> = { en: 'Assigned to', pt: 'Responsável:' };

/**
 * Stores a note or an assignment, and writes it to the desk. Neither reaches the customer, and the agent goes on. @throws TroupeError
 * CREDENTIAL_NOT_FOUND, STORAGE_…
 */
export async function noteConversation(parts: NoteParts, request: NoteRequest): Promise<NoteOutcome> {
	const { tenant, kind, by, text, writer, assignee } = request;
	const found = await parts.mailbox.find(tenant, request.conversation);
	if (found === undefined) return { kind: 'unknown-conversation' };
	const open = await parts.directory.find(tenant, found.channel);
	const desk = open
		? await findDesk(findRecord(parts.directory, tenant), open.record)
		: { missing: `The channel ${found.channel} was removed.` };
	const said = describeBurst(await parts.mailbox.readMessages(tenant, found.id, spoken));
	const language = request.language ?? detectLanguage(said);
	const note = { kind: 'note' as const, text: kind === 'note' ? `${writer}: ${text}` : `${assigned[language]} ${text} (${writer})` };
	const content = assignee === undefined ? note : { kind: 'assignee' as const, value: assignee };
	await parts.conversations.addNote(tenant, found.id, { kind, by, text, desk: 'name' in desk ? { name: desk.name, content } : null });
	return { kind: 'noted', desk };
}
