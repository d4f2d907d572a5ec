import { toZonedMinute } from '../../core/base/iso-time';
import type { answeredKinds } from '../../core/ports/channels/contact-rights';
import {
	extendDataRequest,
	listDataRequests,
	noteDataRequest,
	refuseDataRequest,
	settleDataRequest,
	showDataRequest,
} from '../../service/operations/data-requests';
import type { DescribedDataRequest } from '../../service/privacy/request-calendar';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';

export interface RequestListOptions {
	limit: number;
	after?: string;
	all?: boolean;
	json?: boolean;
}

export interface NoteOptions {
	kind: (typeof answeredKinds)[number];
	at?: string;
	json?: boolean;
}

export interface ExtendOptions {
	reason: string;
	until?: string;
	json?: boolean;
}

const lawNames = { lgpd: 'LGPD, 15 days', gdpr: 'GDPR, one month' };

export async function runListRequests({ limit, after, all, json }: RequestListOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listDataRequests, { limit, cursor: after, ...(all && { state: 'all' as const }) }, terminal);
	if (json) for (const request of page.items) terminal.print(JSON.stringify(request));
	else if (page.items.length === 0) terminal.note('No request about data waits for an answer.');
	else {
		tableLines(listColumns(page.timeZone), page.items, terminal).forEach(terminal.print);
		terminal.note(`Times of the ${lawNames[page.law]}, unless extended.`);
	}
	if (!json) tellMore(page, terminal, `Raise --limit, or go on with --after ${page.cursor}.`);
	return 0;
}

const sayState = ({ state, isLate }: DescribedDataRequest) => `${state}${isLate ? ', late' : ''}`;

const listColumns = (timeZone: string): Array<Column<DescribedDataRequest>> => [
	{ name: 'protocol', title: 'protocol', value: ({ protocol }) => protocol },
	{ name: 'kind', title: 'kind', value: ({ kind }) => kind },
	{ name: 'contact', title: 'contact', value: ({ contact }) => contact ?? 'forgotten' },
	{ name: 'at', title: `came (${timeZone})`, value: ({ at }) => toZonedMinute(Date.parse(at), timeZone) },
	{ name: 'by', title: 'by', value: ({ by }) => by },
	{ name: 'dueOn', title: 'last day', value: ({ dueOn }) => dueOn ?? '' },
	{ name: 'state', title: 'state', value: sayState },
	{ name: 'outcome', title: 'outcome', value: ({ outcome }) => outcome ?? '' },
];

export async function runShowRequest(protocol: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	return show(await callOperation(showDataRequest, { protocol }, terminal), json, terminal);
}

export async function runNoteRequest(person: string, { json, ...request }: NoteOptions, terminal: Terminal): Promise<ExitCode> {
	const noted = await callOperation(noteDataRequest, { person, ...request }, terminal);
	if (!noted.isNew) terminal.note('A request of this kind is open already: answer that one.');
	return show(noted, json, terminal);
}

/** @throws TroupeError INPUT_INVALID for a request that cannot be extended */
export async function runExtendRequest(protocol: string, { json, ...extension }: ExtendOptions, terminal: Terminal): Promise<ExitCode> {
	const extended = await callOperation(extendDataRequest, { protocol, ...extension }, terminal);
	show(extended, json, terminal);
	if (extended.law === 'lgpd') terminal.note('The LGPD names no extension: ask counsel, and tell the person.');
	else terminal.note('Tell the person of it, with the reason, before the first month is over.');
	return 0;
}

/** @throws TroupeError INPUT_INVALID for a request that does not exist, or is settled */
export async function runRefuseRequest(
	protocol: string,
	options: { reason: string; json?: boolean },
	terminal: Terminal,
): Promise<ExitCode> {
	return show(await callOperation(refuseDataRequest, { protocol, reason: options.reason }, terminal), options.json, terminal);
}

/** @throws TroupeError INPUT_INVALID for a request that does not exist, or is settled */
export async function runSettleRequest(
	protocol: string,
	options: { outcome: string; json?: boolean },
	terminal: Terminal,
): Promise<ExitCode> {
	return show(await callOperation(settleDataRequest, { protocol, outcome: options.outcome }, terminal), options.json, terminal);
}

function show(request: DescribedDataRequest & { timeZone: string }, json: boolean | undefined, terminal: Terminal): ExitCode {
	if (json) {
		terminal.print(JSON.stringify(request));
		return 0;
	}
	const { protocol, kind, contact, channel, at, by, dueOn, extendedAt, extensionReason, settledAt, settledBy, outcome, timeZone } = request;
	const local = (time: string) => `${toZonedMinute(Date.parse(time), timeZone)} (${timeZone})`;
	terminal.print(`${protocol}: ${kind} of ${contact ?? 'a contact who was forgotten'}, ${sayState(request)}`);
	terminal.print(printable(`  came ${local(at)} by ${by}${channel === null ? '' : ` through ${channel}`}`));
	if (dueOn !== null) terminal.print(`  last day ${dueOn}`);
	if (extendedAt !== null) terminal.print(printable(`  extended ${local(extendedAt)} because: ${extensionReason}`));
	if (settledAt !== null) terminal.print(printable(`  ${request.state} ${local(settledAt)} by ${settledBy}: ${outcome}`));
	return 0;
}
