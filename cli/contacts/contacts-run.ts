import { toZonedMinute } from '../../core/base/iso-time';
import { type DescribedContact, findContact, listContacts } from '../../service/operations/contacts/contacts';
import { describeOrigin } from '../../core/conversations/describe-origin';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';

export interface ContactListOptions {
	limit: number;
	after?: string;
	json?: boolean;
}

export async function runContactsList({ limit, after, json }: ContactListOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listContacts, { limit, cursor: after }, terminal);
	const { items } = page;
	if (json) for (const contact of items) terminal.print(JSON.stringify(contact));
	else if (items.length === 0) terminal.note('Nobody has written to the channels of this tenant.');
	else tableOf(items, page.timeZone, terminal).forEach(terminal.print);
	if (!json) tellMore(page, terminal, `Raise --limit, or go on with --after ${page.cursor}.`);
	return 0;
}

/** @throws TroupeError RESOURCE_NOT_FOUND */
export async function runContactsShow(typed: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const contact = await callOperation(findContact, { contact: typed }, terminal);
	if (json) {
		terminal.print(JSON.stringify(contact));
		return 0;
	}
	const local = (at: string) => toZonedMinute(Date.parse(at), contact.timeZone);
	terminal.print(printable(`${contact.id}  ${contact.name ?? 'without a name'}, since ${local(contact.createdAt)} (${contact.timeZone})`));
	if (contact.company !== null) terminal.print(printable(`  company ${contact.company}`));
	for (const { kind, value, proof } of contact.aliases)
		terminal.print(printable(`  ${kind}=${value}${proof === 'entered' ? ' (typed by people)' : ''}`));
	for (const [place, { at, channel, ...from }] of Object.entries(contact.origin ?? {}))
		terminal.print(printable(`  ${place} came from ${describeOrigin(from, 'en')} (${channel}, ${local(at)})`));
	for (const { id, channel, mode, lastMessageAt } of contact.conversations)
		terminal.print(
			`  conversation ${id} of ${channel}: answered by ${mode === 'off' ? 'nobody' : mode}, last message ${local(lastMessageAt)}`,
		);
	for (const change of contact.changes)
		terminal.print(printable(`  ${local(change.at)}  ${change.kind} by ${change.actor}${describeDetails(change)}`));
	return 0;
}

function describeDetails({ details }: { details: Record<string, unknown> }): string {
	const { from, into, to, kind, reason } = details as Record<string, string | undefined>;
	const parts = [kind, from !== undefined && `from ${from}`, (into ?? to) !== undefined && `to ${into ?? to}`];
	const text = parts.filter(Boolean).join(' ');
	if (reason === undefined) return text && `: ${text}`;
	return text === '' ? `: ${reason}` : `: ${text} because: ${reason}`;
}

function tableOf(contacts: DescribedContact[], timeZone: string, terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'contact', value: ({ id }) => id },
			{ name: 'name', title: 'name', value: ({ name }) => name ?? '' },
			{ name: 'since', title: `since (${timeZone})`, value: ({ createdAt }) => toZonedMinute(Date.parse(createdAt), timeZone) },
			{ name: 'aliases', title: 'known as', value: ({ aliases }) => aliases.map(({ kind, value }) => `${kind}=${value}`).join(' ') },
		],
		contacts,
		terminal,
	);
}
