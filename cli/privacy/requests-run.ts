import type { RequestLaw } from '../../core/base/privacy/privacy-laws';
import { writeDays, writeSaidDay, writeSaidTime, writeTime } from '../../core/base/text/write-day';
import type { Language } from '../../core/base/text/languages';
import { endedByOptOut } from '../../core/ports/channels/contact-consents';
import type { answeredKinds, dataRequestKinds } from '../../core/ports/channels/contact-rights';
import type { requestStates } from '../../core/privacy/request-times';
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

interface RequestWords {
	titles: Record<'protocol' | 'kind' | 'contact' | 'came' | 'by' | 'dueOn' | 'state' | 'outcome', string>;
	kinds: Record<(typeof dataRequestKinds)[number], string>;
	states: Record<(typeof requestStates)[number], string>;
	laws: Record<RequestLaw, string>;
	late: string;
	forgotten: string;
	/** The outcome of a forgetting. */
	done: string;
	/** Placeholders of a command. */
	way: string;
	text: string;
	aContact: string;
	none: string;
	times: (law: string) => string;
	isOpen: string;
	moved: (dueOn: string, before: string) => string;
	notMoved: (isExtended: boolean) => string;
	stillInForce: (command: string) => string;
	noneInForce: string;
	noExtension: string;
	tell: string;
	of: (kind: string, contact: string) => string;
	by: (at: string, by: string, channel: string | null) => string;
	lastDay: string;
	extended: (at: string, reason: string) => string;
	ended: (state: string, at: string, by: string, outcome: string) => string;
}

const requestWords: Record<Language, RequestWords> = {
	en: {
		titles: {
			protocol: 'protocol',
			kind: 'kind',
			contact: 'contact',
			came: 'came',
			by: 'by',
			dueOn: 'last day',
			state: 'state',
			outcome: 'outcome',
		},
		kinds: {
			access: 'access',
			erasure: 'erasure',
			rectification: 'rectification',
			portability: 'portability',
			objection: 'objection',
			'consent-withdrawal': 'consent-withdrawal',
			'decision-review': 'decision-review',
			restriction: 'restriction',
		},
		states: { open: 'open', extended: 'extended', refused: 'refused', done: 'done', 'in-force': 'in-force' },
		laws: { lgpd: 'LGPD, 15 days', gdpr: 'GDPR, one month' },
		late: 'late',
		forgotten: 'forgotten',
		done: 'forgotten',
		way: 'WAY',
		text: 'TEXT',
		aContact: 'a contact who was forgotten',
		none: 'No request about data waits for an answer.',
		times: (law) => `Times of the ${law}, unless extended.`,
		isOpen: 'A request of this kind is open already: answer that one.',
		moved: (dueOn, before) => `It came earlier than was noted: its last day is ${dueOn} now (it was ${before}).`,
		notMoved: (isExtended) =>
			isExtended
				? 'Its day did not change: it was extended before.'
				: 'Its day did not change: it was noted for that day, or an earlier one.',
		stillInForce: (command) => `The request withdraws nothing by itself. Still in force; if it is to end: ${command}`,
		noneInForce: 'No consent and no legitimate interest of this contact is in force.',
		noExtension: 'The LGPD names no extension: ask counsel, and tell the person.',
		tell: 'Tell the person of it, with the reason, before the first month is over.',
		of: (kind, contact) => `${kind} of ${contact}`,
		by: (at, by, channel) => `came ${at} by ${by}${channel === null ? '' : ` through ${channel}`}`,
		lastDay: 'last day',
		extended: (at, reason) => `extended ${at}${reason && ` because: ${reason}`}`,
		ended: (state, at, by, outcome) => `${state} ${at} by ${by}${outcome && `: ${outcome}`}`,
	},
	pt: {
		titles: {
			protocol: 'protocolo',
			kind: 'tipo',
			contact: 'contato',
			came: 'chegou',
			by: 'por',
			dueOn: 'último dia',
			state: 'situação',
			outcome: 'desfecho',
		},
		kinds: {
			access: 'acesso',
			erasure: 'exclusão',
			rectification: 'correção',
			portability: 'portabilidade',
			objection: 'oposição',
			'consent-withdrawal': 'revogação do consentimento',
			'decision-review': 'revisão de decisão',
			restriction: 'bloqueio',
		},
		states: { open: 'em aberto', extended: 'prorrogado', refused: 'recusado', done: 'atendido', 'in-force': 'em vigor' },
		laws: { lgpd: 'da LGPD, 15 dias', gdpr: 'do GDPR, um mês' },
		late: 'fora do prazo',
		forgotten: 'esquecido',
		done: 'esquecido',
		way: 'MEIO',
		text: 'TEXTO',
		aContact: 'um contato que foi esquecido',
		none: 'Nenhum pedido sobre dados espera resposta.',
		times: (law) => `Prazos ${law}, salvo prorrogação.`,
		isOpen: 'Já há um pedido desse tipo em aberto: dê andamento a ele.',
		moved: (dueOn, before) => `O pedido chegou antes do que estava registrado: o último dia agora é ${dueOn} (era ${before}).`,
		notMoved: (isExtended) =>
			isExtended ? 'A data não mudou: o prazo já foi prorrogado.' : 'A data não mudou: o pedido já estava registrado nesse dia, ou antes.',
		stillInForce: (command) => `O pedido não revoga nada sozinho. Ainda em vigor; para encerrar: ${command}`,
		noneInForce: 'Nenhum consentimento e nenhum legítimo interesse deste contato está em vigor.',
		noExtension: 'A LGPD não prevê prorrogação: consulte o jurídico e avise a pessoa.',
		tell: 'Avise a pessoa, com o motivo, antes que o primeiro mês termine.',
		of: (kind, contact) => `${kind}, de ${contact}`,
		by: (at, by, channel) => `recebido em ${at}, registrado por ${by}${channel === null ? '' : `, pelo canal ${channel}`}`,
		lastDay: 'último dia',
		extended: (at, reason) => `prorrogado em ${at}${reason && `, porque: ${reason}`}`,
		ended: (state, at, by, outcome) => `${state} em ${at} por ${by}${outcome && `: ${outcome}`}`,
	},
};

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

/** Names the consents and purposes that a withdrawal or objection can concern. */
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
