import type { Contact, ContactChange } from '../../core/ports/channels/contacts';
import type { Conversation } from '../../core/ports/channels/mailbox';
import { openOwn } from '../channel/list-run';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { findContact } from './find-contact';

export interface ContactListOptions {
	limit: number;
	after?: string;
	json?: boolean;
}

export async function runContactsList({ limit, after, json }: ContactListOptions, terminal: Terminal): Promise<ExitCode> {
	const { contacts, tenant } = await openOwn(terminal);
	const listed = await contacts.list(tenant, limit, after);
	if (json) for (const contact of listed) terminal.print(JSON.stringify(describe(contact)));
	else if (listed.length === 0) terminal.note(`Nobody has written to the channels of the tenant ${tenant}.`);
	else tableOf(listed, terminal).forEach(terminal.print);
	return 0;
}

/** More than anybody reads. */
const maxConversations = 100;

/** @throws TroupeError INPUT_INVALID for a contact that does not exist */
export async function runContactsShow(typed: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { contacts, mailbox, tenant } = await openOwn(terminal);
	const contact = await findContact(contacts, tenant, typed);
	const conversations = await mailbox.list(tenant, { contact: contact.id }, maxConversations);
	const changes = await contacts.readChanges(tenant, contact.id);
	if (json) {
		const details = { conversations: conversations.map(describeConversation), changes: changes.map(describeChange) };
		terminal.print(JSON.stringify({ ...describe(contact), ...details }));
		return 0;
	}
	terminal.print(printable(`${contact.id}  ${contact.name ?? 'without a name'}, since ${isoTime(contact.createdAt)}`));
	for (const { kind, value, proof } of contact.aliases)
		terminal.print(printable(`  ${kind}=${value}${proof === 'entered' ? ' (typed by people)' : ''}`));
	for (const { id, channel, mode, lastMessageAt } of conversations)
		terminal.print(
			`  conversation ${id} of ${channel}: answered by ${mode === 'off' ? 'nobody' : mode}, last message ${isoTime(lastMessageAt)}`,
		);
	for (const change of changes)
		terminal.print(printable(`  ${isoTime(change.at)}  ${change.kind} by ${change.actor}${describeDetails(change)}`));
	return 0;
}

const isoTime = (at: number) => new Date(at).toISOString();

const describe = ({ id, name, aliases, createdAt }: Contact) => ({
	...{ id, name, aliases: aliases.map(({ since, ...alias }) => ({ ...alias, since: isoTime(since) })), createdAt: isoTime(createdAt) },
});

const describeConversation = ({ id, channel, mode, session, lastMessageAt }: Conversation) => ({
	...{ id, channel, mode, session, lastMessageAt: isoTime(lastMessageAt) },
});

const describeChange = ({ at, kind, actor, details }: ContactChange) => ({ at: isoTime(at), kind, actor, details });

/** Describes a change so that a person can undo it: with whom, and why. */
function describeDetails({ details }: ContactChange): string {
	const { from, into, to, kind, reason } = details as Record<string, string | undefined>;
	const parts = [
		kind,
		from !== undefined && `from ${from}`,
		(into ?? to) !== undefined && `to ${into ?? to}`,
		reason !== undefined && `because: ${reason}`,
	];
	const text = parts.filter(Boolean).join(' ');
	return text === '' ? '' : `: ${text}`;
}

function tableOf(contacts: Contact[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'contact', value: ({ id }) => id },
			{ name: 'name', title: 'name', value: ({ name }) => name ?? '' },
			{ name: 'since', title: 'since (UTC)', value: ({ createdAt }) => isoTime(createdAt).slice(0, 16).replace('T', ' ') },
			{ name: 'aliases', title: 'known as', value: ({ aliases }) => aliases.map(({ kind, value }) => `${kind}=${value}`).join(' ') },
		],
		contacts,
		terminal,
	);
}
