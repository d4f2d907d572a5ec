import { toZonedMinute } from '../../core/base/iso-time';
import { type DescribedRequest, listOptOuts, optInContact, optOutContact } from '../../service/operations/contacts/contact-rights';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import type { Terminal } from '../terminal/terminal';

export interface OptOutListOptions {
	limit: number;
	after?: string;
	all?: boolean;
	json?: boolean;
}

export async function runOptOuts({ limit, after, all, json }: OptOutListOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listOptOuts, { limit, cursor: after, ...(all && { state: 'all' as const }) }, terminal);
	if (json) for (const request of page.items) terminal.print(JSON.stringify(request));
	else if (page.items.length === 0) terminal.note('No contact has opted out.');
	else tableOf(page.items, page.timeZone, terminal).forEach(terminal.print);
	if (!json) tellMore(page, terminal, `Raise --limit, or go on with --after ${page.cursor}.`);
	return 0;
}

const tableOf = (requests: DescribedRequest[], timeZone: string, terminal: Terminal): string[] =>
	tableLines(
		[
			{ name: 'protocol', title: 'protocol', value: ({ protocol }) => protocol },
			{ name: 'kind', title: 'kind', value: ({ kind }) => kind },
			{ name: 'contact', title: 'contact', value: ({ contact }) => contact ?? 'forgotten' },
			{ name: 'channel', title: 'channel', value: ({ channel }) => channel ?? '' },
			{ name: 'at', title: `at (${timeZone})`, value: ({ at }) => toZonedMinute(Date.parse(at), timeZone) },
			{ name: 'by', title: 'by', value: ({ by }) => by },
			{ name: 'outcome', title: 'outcome', value: ({ outcome }) => outcome ?? '' },
		],
		requests,
		terminal,
	);

/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for a contact who opted out before */
export async function runOptOut(contact: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const done = await callOperation(optOutContact, { contact }, terminal);
	if (json) terminal.print(JSON.stringify(done));
	terminal.note(
		`Nothing is sent to ${done.contact} any more (${done.protocol}). To undo it: troupe contacts opt-in ${done.contact} --reason TEXT`,
	);
	return 0;
}

/** @throws TroupeError RESOURCE_NOT_FOUND, and INPUT_INVALID for a contact who did not opt out */
export async function runOptIn(contact: string, options: { reason: string; json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const done = await callOperation(optInContact, { contact, reason: options.reason }, terminal);
	if (options.json) terminal.print(JSON.stringify(done));
	terminal.note(`${done.contact} can be written to again.`);
	return 0;
}
