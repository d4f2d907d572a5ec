import { TroupeError } from '../../core/base/errors';
import type { Alias, Contacts } from '../../core/ports/channels/contacts';
import { openOwn } from '../channel/list-run';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { readUserName } from '../../core/base/user-name';
import { findContact } from './find-contact';

export interface MergeOptions {
	reason: string;
	json?: boolean;
}

export interface SplitOptions extends MergeOptions {
	/** The contact that was merged. */
	merged?: string;
	alias: Array<Pick<Alias, 'kind' | 'value'>>;
	conversation: string[];
}

/** @throws TroupeError INPUT_INVALID for a contact that does not exist, and for one with itself */
export async function runContactsMerge(typedFrom: string, typedInto: string, options: MergeOptions, terminal: Terminal): Promise<ExitCode> {
	const { contacts, tenant } = await openOwn(terminal);
	const [from, into] = [await findContact(contacts, tenant, typedFrom), await findContact(contacts, tenant, typedInto)];
	const isDone = await contacts.merge(tenant, { from: from.id, into: into.id, by: readActor(), reason: options.reason });
	if (!isDone) throw invalid(`Both are the contact ${into.id}.`, 'Name two contacts of `troupe contacts list`.');
	if (options.json) terminal.print(JSON.stringify({ contact: into.id, merged: from.id }));
	terminal.note(`${from.id} is part of ${into.id} now. To undo it: troupe contacts split ${into.id} --merged ${from.id} --reason TEXT`);
	return 0;
}

/** @throws TroupeError INPUT_INVALID for a contact that does not exist, a merge that did not happen, a name that it does not have */
export async function runContactsSplit(typed: string, options: SplitOptions, terminal: Terminal): Promise<ExitCode> {
	checkSplit(options);
	const { contacts, tenant } = await openOwn(terminal);
	const contact = await findContact(contacts, tenant, typed);
	const other = await split(contacts, tenant, contact.id, options);
	if (options.json) terminal.print(JSON.stringify({ contact: contact.id, split: other }));
	terminal.note(
		`${other} is a contact of its own now, and no message joins the two. To undo it: troupe contacts merge ${other} ${contact.id} --reason TEXT`,
	);
	return 0;
}

function checkSplit({ merged, alias, conversation }: SplitOptions): void {
	if ((merged === undefined) === (alias.length === 0))
		throw invalid('The command does not say what to split off.', 'Add either --merged ID or --alias kind=value.');
	if (merged !== undefined && conversation.length > 0)
		throw invalid('--conversation belongs to --alias: a merge is undone with its conversations.', 'Leave out --conversation.');
}

async function split(contacts: Contacts, tenant: string, contact: string, options: SplitOptions): Promise<string> {
	const { merged, alias: aliases, conversation: conversations, reason } = options;
	if (merged !== undefined) {
		if (await contacts.split(tenant, { from: merged, into: contact, by: readActor(), reason })) return merged;
		throw invalid(`${JSON.stringify(merged.slice(0, 60))} was not merged into ${contact}.`, `See \`troupe contacts show ${contact}\`.`);
	}
	const separated = await contacts.separate(tenant, { contact, aliases, conversations, by: readActor(), reason });
	if (separated !== undefined) return separated;
	throw invalid(
		`The contact ${contact} does not have these names or conversations, or has no others.`,
		`Name some of those that \`troupe contacts show ${contact}\` lists, not all.`,
	);
}

const readActor = () => `user:${readUserName()}`;

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
