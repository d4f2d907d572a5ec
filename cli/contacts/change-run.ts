import type { Alias } from '../../core/ports/channels/contacts';
import { mergeContacts, splitContact } from '../../service/operations/contacts/contacts';
import { callOperation } from '../services/call-operation';
import { nameCommand } from '../services/name-command';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface MergeOptions {
	reason: string;
	json?: boolean;
}

export interface SplitOptions extends MergeOptions {
	merged?: string;
	alias: Array<Pick<Alias, 'kind' | 'value'>>;
	conversation: string[];
}

/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for a contact with itself */
export async function runContactsMerge(from: string, into: string, { reason, json }: MergeOptions, terminal: Terminal): Promise<ExitCode> {
	const done = await callOperation(mergeContacts, { from, into, reason }, terminal);
	if (json) terminal.print(JSON.stringify(done));
	const { contact, merged } = done;
	const undo = nameCommand(`troupe contacts split ${contact} --merged ${merged} --reason TEXT`, terminal);
	terminal.note(`${merged} is part of ${contact} now. To undo it: ${undo}`);
	return 0;
}

/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for a merge that did not happen, a name that it does not have */
export async function runContactsSplit(
	contact: string,
	{ merged, alias, conversation, reason, json }: SplitOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const split = { merged, ...(alias.length > 0 && { aliases: alias }), ...(conversation.length > 0 && { conversations: conversation }) };
	const done = await callOperation(splitContact, { contact, reason, ...split }, terminal);
	if (json) terminal.print(JSON.stringify(done));
	terminal.note(
		`${done.split} is a contact of its own now, and no message joins the two. To undo it: troupe contacts merge ${done.split} ${done.contact} --reason TEXT`,
	);
	return 0;
}
