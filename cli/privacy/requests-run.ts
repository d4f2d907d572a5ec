import { writeDays, writeSaidDay, writeSaidTime, writeTime } from '../../core/base/text/write-day';
import type { Language } from '../../core/base/text/languages';
import { endedByOptOut } from '../../core/ports/channels/contact-consents';
import type { answeredKinds, dataRequestKinds } from '../../core/ports/channels/contact-rights';
import { listConsents } from '../../service/operations/contacts/contact-consents';
import {
	extendDataRequest,
	listDataRequests,
	noteDataRequest,
	refuseDataRequest,
	settleDataRequest,
	showDataRequest,
} from '../../service/operations/privacy/data-requests';
import type { DescribedDataRequest } from '../../service/privacy/request-calendar';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';
import { requestWords } from './request-words';

/** How a command answers. */
export interface SaidOptions {
	language: Language;
	json?: boolean;
}

export interface RequestListOptions extends SaidOptions {
	limit: number;
	after?: string;
	all?: boolean;
}

export interface NoteOptions extends SaidOptions {
	kind: (typeof answeredKinds)[number];
	at?: string;
}

export interface ExtendOptions extends SaidOptions {
	reason: string;
	until?: string;
}

export async function runListRequests({ limit, after, all, json, language }: RequestListOptions, terminal: Terminal): Promise<ExitCode> {
	const says = requestWords[language];
	const page = await callOperation(listDataRequests, { limit, cursor: after, ...(all && { state: 'all' as const }) }, terminal);
	if (json) for (const request of page.items) terminal.print(JSON.stringify(request));
	else if (page.items.length === 0) terminal.note(says.none);
	else {
		tableLines(listColumns(page.timeZone, language), page.items, terminal).forEach(terminal.print);
		terminal.note(says.times(says.laws[page.law]));
	}
	if (!json) tellMore(page, terminal, `Raise --limit, or go on with --after ${page.cursor}.`);
	return 0;
}

const sayState = ({ state, isLate }: DescribedDataRequest, language: Language) =>
	`${requestWords[language].states[state]}${isLate ? `, ${requestWords[language].late}` : ''}`;

/** Translates the word that `privacy forget` notes by itself; a text that people wrote stays as it is. */
const sayOutcome = (outcome: string | null, language: Language): string =>
	(outcome ?? '').replace(/^forgotten(?=$|[,;])/, requestWords[language].done);

const sayKind = ({ kind }: DescribedDataRequest, language: Language) =>
	requestWords[language].kinds[kind as (typeof dataRequestKinds)[number]];

function listColumns(timeZone: string, language: Language): Array<Column<DescribedDataRequest>> {
	const { titles, forgotten } = requestWords[language];
	return [
		{ name: 'protocol', title: titles.protocol, value: ({ protocol }) => protocol },
		{ name: 'kind', title: titles.kind, value: (one) => sayKind(one, language) },
		{ name: 'contact', title: titles.contact, value: ({ contact }) => contact ?? forgotten },
		{ name: 'at', title: `${titles.came} (${timeZone})`, value: ({ at }) => writeSaidDay(at, timeZone, language) },
		{ name: 'by', title: titles.by, value: ({ by }) => by },
		{ name: 'dueOn', title: titles.dueOn, value: ({ dueOn }) => writeDays(dueOn ?? '', language) },
		{ name: 'state', title: titles.state, value: (one) => sayState(one, language) },
		{ name: 'outcome', title: titles.outcome, value: ({ outcome }) => sayOutcome(outcome, language) },
	];
}

export async function runShowRequest(protocol: string, options: SaidOptions, terminal: Terminal): Promise<ExitCode> {
	return show(await callOperation(showDataRequest, { protocol }, terminal), options, terminal);
}

export async function runNoteRequest(person: string, { json, language, ...request }: NoteOptions, terminal: Terminal): Promise<ExitCode> {
	const noted = await callOperation(noteDataRequest, { person, ...request }, terminal);
	const says = requestWords[language];
	if (!noted.isNew) terminal.note(says.isOpen);
	if (noted.dueBefore !== null && noted.dueOn !== null)
		terminal.note(says.moved(writeDays(noted.dueOn, language), writeDays(noted.dueBefore, language)));
	else if (!noted.isNew && request.at !== undefined) terminal.note(says.notMoved(noted.extendedAt !== null));
	show(noted, { json, language }, terminal);
	await tellInForce(noted, language, terminal);
	return 0;
}

/** @throws TroupeError INPUT_INVALID for a request that cannot be extended */
export async function runExtendRequest(
	protocol: string,
	{ json, language, ...extension }: ExtendOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const says = requestWords[language];
	const extended = await callOperation(extendDataRequest, { protocol, ...extension }, terminal);
	show(extended, { json, language }, terminal);
	terminal.note(extended.law === 'lgpd' ? says.noExtension : says.tell);
	return 0;
}

/** @throws TroupeError INPUT_INVALID for a request that does not exist, or is settled */
export async function runRefuseRequest(
	protocol: string,
	{ reason, ...options }: SaidOptions & { reason: string },
	terminal: Terminal,
): Promise<ExitCode> {
	return show(await callOperation(refuseDataRequest, { protocol, reason }, terminal), options, terminal);
}

/** @throws TroupeError INPUT_INVALID for a request that does not exist, or is settled */
export async function runSettleRequest(
	protocol: string,
	{ outcome, ...options }: SaidOptions & { outcome: string },
	terminal: Terminal,
): Promise<ExitCode> {
	const settled = await callOperation(settleDataRequest, { protocol, outcome }, terminal);
	show(settled, options, terminal);
	await tellInForce(settled, options.language, terminal);
	return 0;
}

/** Names what a withdrawal or objection can be about, and still holds: nobody but a person knows which. */
async function tellInForce({ kind, contact }: DescribedDataRequest, language: Language, terminal: Terminal): Promise<void> {
	if (contact === null || (kind !== 'consent-withdrawal' && kind !== 'objection')) return;
	const says = requestWords[language];
	const { items } = await callOperation(listConsents, { contact, limit: 1_000 }, terminal);
	const inForce = items.filter(
		({ isInForce, basis }) => isInForce && basis !== null && (endedByOptOut as readonly string[]).includes(basis),
	);
	if (inForce.length === 0) terminal.note(says.noneInForce);
	for (const { purpose } of inForce)
		terminal.note(says.stillInForce(`troupe contacts withdraw-consent ${contact} ${purpose} --way ${says.way} --reason ${says.text}`));
}

function show(request: DescribedDataRequest & { timeZone: string }, { json, language }: SaidOptions, terminal: Terminal): ExitCode {
	if (json) {
		terminal.print(JSON.stringify(request));
		return 0;
	}
	const says = requestWords[language];
	const { protocol, contact, channel, at, by, dueOn, extendedAt, extensionReason, settledAt, settledBy, outcome, timeZone } = request;
	const local = (time: string) => writeTime(time, timeZone, language);
	const line = (text: string) => terminal.print(printable(`  ${text}`));
	terminal.print(`${protocol}: ${says.of(sayKind(request, language), contact ?? says.aContact)}, ${sayState(request, language)}`);
	line(says.by(writeSaidTime(at, timeZone, language), by, channel));
	if (dueOn !== null) line(`${says.lastDay} ${writeDays(dueOn, language)}`);
	if (extendedAt !== null) line(says.extended(local(extendedAt), extensionReason ?? ''));
	if (settledAt !== null) line(says.ended(says.states[request.state], local(settledAt), settledBy ?? '', sayOutcome(outcome, language)));
	return 0;
}
