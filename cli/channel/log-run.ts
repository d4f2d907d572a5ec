import { TroupeError } from '../../core/base/errors';
import { toIso, toZonedSecond } from '../../core/base/iso-time';
import { countNouns } from '../../core/base/text/count-nouns';
import type { ModeEntry } from '../../core/ports/channels/hand-overs';
import { describeSummary } from '../../core/conversations/hand-over/describe-summary';
import type { SendState } from '../../core/ports/channels/outbox';
import type { MessageAnswer } from '../../core/ports/channels/mailbox';
import type { AudioState } from '../../core/ports/channels/audios';
import type { Receipt } from '../../core/ports/channels/receipts';
import { audioStates, listAudios } from '../../service/operations/channels/audios';
import type { DescribedAudio } from '../../service/operations/channels/audios';
import { listHandOvers } from '../../service/operations/channels/hand-overs';
import type { DescribedHandOver, DescribedWrite } from '../../service/operations/channels/hand-overs';
import {
	type DescribedReceipt,
	listReceipts,
	receiptStates,
	replayReceipts,
	showReceipt,
} from '../../service/operations/channels/receipts';
import type { DescribedTurn } from '../../service/operations/channels/receipts';
import { type DescribedSend, listSends, resendMessage, sendStates } from '../../service/operations/channels/sends';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import type { Terminal } from '../terminal/terminal';
import { printable } from '../terminal/terminal';
import { awayHint, stoppedHint } from './list-run';

type DescribedMode = Omit<ModeEntry, 'at'> & { at: string };

interface ListedPeople {
	items: DescribedHandOver[];
	modes: DescribedMode[];
	lostNotes: DescribedWrite[];
	timeZone: string;
}

/** Prints takeovers, returns, summaries (with personal data), and failed notices to the desk. */
function printPeople({ items: handOvers, modes, lostNotes, timeZone }: ListedPeople, json: boolean | undefined, terminal: Terminal): void {
	if (json) {
		for (const one of handOvers) terminal.print(JSON.stringify({ kind: 'hand-over', ...one }));
		for (const { at, ...mode } of modes) terminal.print(JSON.stringify({ ...mode, at }));
		for (const { kind: _kind, ...note } of lostNotes) terminal.print(JSON.stringify({ kind: 'lost-note', ...note }));
		return;
	}
	for (const one of handOvers) {
		terminal.print(
			`${toZonedSecond(Date.parse(one.at), timeZone)} (${timeZone})  ${one.state}  conversation ${one.conversation}  by ${printable(one.by)}`,
		);
		terminal.print(indent(printable(describeSummary(one.summary, one.reason, one.language))));
		terminal.print(indent(`Desk: ${one.writes.map(showWrite).join(', ') || 'none; the summary is only here'}`));
	}
	if (modes.length > 0) modeTable(modes, timeZone, terminal).forEach(terminal.print);
	for (const note of lostNotes) terminal.print(`The desk was not told: ${showWrite(note)}  ${note.id}`);
	if (handOvers.length + modes.length + lostNotes.length === 0) terminal.note('No conversation of the channel has changed hands.');
}

const indent = (text: string) => text.replace(/^/gm, '  ');

const showWrite = ({ desk, kind, state, reason }: DescribedWrite) =>
	`${kind} ${state} (${desk})${reason === null ? '' : `: ${printable(reason)}`}`;

const toWhat = ({ kind, actor, from, to }: DescribedMode): string => {
	if (kind === 'command-refused') return 'refused: not an operator';
	if (kind === 'escalated') return 'escalated';
	if (kind === 'left') return 'left without an answer';
	if (kind === 'no-follow-up') return 'no follow-up';
	if (kind === 'no-basis') return 'not sent';
	return actor === 'breaker' ? `${from} → off: stopped` : `${from} → ${to}`;
};

function modeTable(modes: readonly DescribedMode[], timeZone: string, terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'at', title: `at (${timeZone})`, value: ({ at }) => toZonedSecond(Date.parse(at), timeZone) },
			{ name: 'conversation', title: 'conversation', value: ({ conversation }) => conversation },
			{ name: 'what', title: 'what', value: toWhat },
			{ name: 'who', title: 'who', value: ({ actor }) => actor },
			{ name: 'why', title: 'why', value: ({ reason }) => reason ?? '' },
		],
		[...modes],
		terminal,
		({ actor, kind }) => (actor === 'breaker' || kind === 'command-refused' ? 'yellow' : undefined),
	);
}

export interface LogOptions {
	state?: string;
	sent?: boolean;
	people?: boolean;
	audios?: boolean;
	limit: number;
	body?: string;
	json?: boolean;
}

export interface ReplayOptions {
	id?: string;
	dead?: boolean;
	/** Milliseconds since the epoch. */
	from?: number;
	to?: number;
	json?: boolean;
}

export async function runChannelLog(channel: string, options: LogOptions, terminal: Terminal): Promise<ExitCode> {
	checkState(options);
	if (options.people) await printHands(channel, options, terminal);
	else if (options.audios) await printAudios(channel, options, terminal);
	else if (options.sent) await printSends(channel, options, terminal);
	else if (options.body !== undefined)
		terminal.print((await callOperation(showReceipt, { channel, receipt: options.body }, terminal)).body);
	else await printReceipts(channel, options, terminal);
	return 0;
}

async function printHands(channel: string, { limit, json }: LogOptions, terminal: Terminal) {
	const page = await callOperation(listHandOvers, { channel, limit }, terminal);
	printPeople(page, json, terminal);
	if (!json) tellMore(page, terminal);
}

async function printAudios(channel: string, { state, limit, json }: LogOptions, terminal: Terminal) {
	const page = await callOperation(listAudios, { channel, state: state as AudioState | undefined, limit }, terminal);
	const { items, timeZone } = page;
	if (json) for (const record of items) terminal.print(JSON.stringify(record));
	else if (items.length === 0) terminal.note(`The channel ${channel} has no audios${state === undefined ? '' : ` that are ${state}`}.`);
	else audioTable(items, timeZone, terminal).forEach(terminal.print);
	if (!json) tellMore(page, terminal);
}

async function printSends(channel: string, { state, limit, json }: LogOptions, terminal: Terminal) {
	const page = await callOperation(listSends, { channel, state: state as SendState | undefined, limit }, terminal);
	const { items, timeZone } = page;
	if (json) for (const send of items) terminal.print(JSON.stringify(send));
	else if (items.length === 0) terminal.note(`The channel ${channel} has no messages of the agent${inState(state)}.`);
	else sendTable(items, timeZone, terminal).forEach(terminal.print);
	if (!json) tellMore(page, terminal);
}

async function printReceipts(channel: string, { state, limit, json }: LogOptions, terminal: Terminal) {
	const asked = { channel, state: state as Receipt['state'] | undefined, limit };
	const page = await callOperation(listReceipts, asked, terminal);
	const { items, turns, stopped, timeZone } = page;
	if (stopped > 0) terminal.note(stoppedHint(channel));
	if (json) for (const receipt of items) terminal.print(JSON.stringify(receipt));
	else if (items.length > 0) tableOf(items, timeZone, terminal).forEach(terminal.print);
	else if (turns.length === 0) terminal.note(`The channel ${channel} has no receipts${inState(state)}.`);
	printTurns(turns, timeZone, json, terminal);
	if (!json) tellMore(page, terminal);
}

const inState = (state: string | undefined) => (state === undefined ? '' : ` in the state ${state}`);

/** @throws TroupeError CHANNEL_NOT_FOUND, and INPUT_INVALID without a choice, and for a receipt that does not exist */
export async function runChannelReplay(
	channel: string,
	{ id, dead, from, to, json }: ReplayOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const time = (at: number | undefined) => toIso(at);
	const asked = { channel, id, ...(dead && { dead: true as const }), from: time(from), to: time(to) };
	const done = await callOperation(replayReceipts, asked, terminal, openHost);
	if (json) terminal.print(JSON.stringify(done));
	const { replayed, turns, held, agentAway } = done;
	const counted = [...(replayed > 0 ? [countNouns(replayed, 'receipt')] : []), ...(turns > 0 ? [countNouns(turns, 'turn')] : [])];
	const again = counted.join(' and ') || 'Nothing';
	// Its messages are known already: processing the receipt has no effect.
	const isInVain = id !== undefined && held > 0 && turns === 0;
	if (!isInVain) terminal.note(`${again} ${replayed + turns > 1 ? 'are' : 'is'} processed again by \`troupe serve\`.`);
	if (held > 0) terminal.note(heldHint(held));
	awayHint(channel, agentAway).forEach(terminal.note);
	return agentAway === null && !isInVain ? 0 : 1;
}

/** Says why a replay cannot give turns again, and what can be done. */
function heldHint(held: number): string {
	const [turns, it] = held === 1 ? ['1 turn is', 'It is'] : [`${held} turns are`, 'They are'];
	return (
		`${turns} with a process that has not answered. ${it} not given to it again: its instance goes on, or ended without an answer. ` +
		'See `troupe process incidents`: continue the instance with `troupe process retry KEY`, or end it with `troupe process cancel KEY` and replay a moment later. ' +
		'If it has ended, answer the customer, or run `troupe conversation settle ID`.'
	);
}

/** @throws TroupeError INPUT_INVALID for a message that does not exist, or that needs no second attempt */
export async function runChannelResend(channel: string, id: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const done = await callOperation(resendMessage, { channel, id }, terminal);
	if (json) terminal.print(JSON.stringify(done));
	terminal.note('It is sent again by `troupe serve`.');
	return 0;
}

function checkState({ state, sent, audios, people, body }: LogOptions): void {
	if (people && (state !== undefined || sent || audios || body !== undefined))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: '--people cannot be combined with other lists, --state or --body.',
			fix: 'Leave out the others.',
		});
	if (sent && audios)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The log lists what was sent or audios, not both.',
			fix: 'Leave out --sent or --audios.',
		});
	const states: readonly string[] = sent ? sendStates : audios ? audioStates : receiptStates;
	if (state === undefined || states.includes(state)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${state.slice(0, 60)}" is not a state of ${audios ? 'an audio' : `what was ${sent ? 'sent' : 'received'}`}.`,
		fix: `Use one of: ${states.join(', ')}.`,
	});
}

function tableOf(receipts: DescribedReceipt[], timeZone: string, terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'receipt', value: ({ id }) => id },
			{ name: 'received', title: `received (${timeZone})`, value: ({ receivedAt }) => toZonedSecond(Date.parse(receivedAt), timeZone) },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'answer', title: 'answer', value: toAnswers },
			{ name: 'attempts', title: 'attempts', numeric: true, value: ({ attempts }) => attempts },
			{ name: 'reason', title: 'reason', value: ({ reason }) => reason ?? '' },
		],
		receipts,
		terminal,
		({ state, answers }) => (state === 'dead' || answers.some(({ answer }) => answer === 'given-up') ? 'yellow' : undefined),
	);
}

const inWords = {
	waiting: 'waiting',
	'given-up': 'given up',
	agent: 'by the agent',
	person: 'by a person',
	program: 'by a program',
	published: 'with a program',
	awaited: 'waits for a decision',
	left: 'left without an answer',
} as const satisfies Record<MessageAnswer, string>;

const toAnswers = ({ answers }: DescribedReceipt): string => [...new Set(answers.map(({ answer }) => inWords[answer]))].join(', ');

function sendTable(sends: DescribedSend[], timeZone: string, terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'message', value: ({ id }) => id },
			{ name: 'created', title: `created (${timeZone})`, value: ({ createdAt }) => toZonedSecond(Date.parse(createdAt), timeZone) },
			{ name: 'kind', title: 'kind', value: ({ kind }) => kind },
			{ name: 'run', title: 'run', value: ({ run }) => run },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'attempts', title: 'attempts', numeric: true, value: ({ attempts }) => attempts },
			{ name: 'reason', title: 'reason', value: ({ reason }) => reason ?? '' },
		],
		sends,
		terminal,
		({ state }) => (state === 'refused' || state === 'failed' || state === 'unknown' ? 'yellow' : undefined),
	);
}

function audioTable(records: DescribedAudio[], timeZone: string, terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'message', title: 'message', value: ({ message }) => message },
			{ name: 'created', title: `received (${timeZone})`, value: ({ createdAt }) => toZonedSecond(Date.parse(createdAt), timeZone) },
			{ name: 'state', title: 'state', value: ({ state, isLate }) => (isLate ? `${state}, late` : state) },
			{ name: 'seconds', title: 'seconds', numeric: true, value: ({ seconds }) => (seconds === null ? '' : Math.round(seconds)) },
			{ name: 'transcriber', title: 'by', value: ({ transcriber }) => transcriber ?? '' },
			{ name: 'attempts', title: 'attempts', numeric: true, value: ({ attempts }) => attempts },
			{ name: 'reason', title: 'reason', value: ({ problem, reason }) => [problem, reason].filter(Boolean).join(': ') },
		],
		records,
		terminal,
		({ state }) => (state === 'failed' ? 'yellow' : undefined),
	);
}

/** Prints turns that were given up, as a table of their own. */
function printTurns(turns: DescribedTurn[], timeZone: string, json: boolean | undefined, terminal: Terminal): void {
	if (json) for (const turn of turns) terminal.print(JSON.stringify(turn));
	else if (turns.length > 0) turnTable(turns, timeZone, terminal).forEach(terminal.print);
}

function turnTable(turns: DescribedTurn[], timeZone: string, terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'turn', value: ({ turn }) => turn },
			{ name: 'run', title: 'run', value: ({ run }) => run },
			{ name: 'received', title: `received (${timeZone})`, value: ({ receivedAt }) => toZonedSecond(Date.parse(receivedAt), timeZone) },
			{ name: 'conversation', title: 'conversation', value: ({ conversation }) => conversation },
			{ name: 'messages', title: 'messages', numeric: true, value: ({ messages }) => messages },
			{ name: 'reason', title: 'reason', value: ({ reason }) => reason ?? '' },
		],
		turns,
		terminal,
		() => 'yellow',
	);
}
