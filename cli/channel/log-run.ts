import { TroupeError } from '../../core/base/errors';
import type { Receipt } from '../../core/ports/channels/receipts';
import type { Send, SendState } from '../../core/ports/channels/outbox';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { audioStates, printAudios } from './audio-log';
import { channelNotFound, openOwn, stoppedHint } from './list-run';
import { printPeople } from './people-log';
import { printTurns } from './turn-log';

export interface LogOptions {
	state?: string;
	/** Lists what was sent. */
	sent?: boolean;
	/** Lists hand-overs and modes. */
	people?: boolean;
	/** Lists what became of audios. */
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
	const parts = await openOwn(terminal);
	if (options.people) await printHands(channel, options, parts, terminal);
	else if (options.audios) await printAudios(channel, options, parts, terminal);
	else if (options.sent) await printSends(channel, options, parts, terminal);
	else if (options.body !== undefined) await printBody(channel, options.body, parts, terminal);
	else await printReceipts(channel, options, parts, terminal);
	return 0;
}

type Parts = Awaited<ReturnType<typeof openOwn>>;

async function printHands(channel: string, { limit, json }: LogOptions, { handOvers, tenant }: Parts, terminal: Terminal) {
	printPeople(await handOvers.list(tenant, { channel }, limit), await handOvers.listModes(tenant, channel, limit), json, terminal);
}

async function printSends(channel: string, { state, limit, json }: LogOptions, { channels, outbox, tenant }: Parts, terminal: Terminal) {
	const sends = await outbox.list(tenant, { channel, state: state as SendState | undefined }, limit);
	if (sends.length === 0) await checkChannel(channels, tenant, channel);
	if (json) for (const send of sends) terminal.print(JSON.stringify(describeSend(send)));
	else if (sends.length === 0) terminal.note(`The channel ${channel} has no messages of the agent${inState(state)}.`);
	else sendTable(sends, terminal).forEach(terminal.print);
}

async function printBody(channel: string, id: string, { receipts, tenant }: Parts, terminal: Terminal) {
	const receipt = await receipts.find(tenant, id);
	if (receipt?.channel !== channel) throw receiptNotFound(id, channel);
	terminal.print(receipt.stored);
}

async function printReceipts(
	channel: string,
	{ state, limit, json }: LogOptions,
	{ channels, receipts, handOvers, mailbox, tenant }: Parts,
	terminal: Terminal,
) {
	if ((await handOvers.countStopped(tenant)).has(channel)) terminal.note(stoppedHint(channel));
	const found = await receipts.list(tenant, { channel, state: state as Receipt['state'] | undefined }, limit);
	const turns = state === 'dead' ? await mailbox.listDead(tenant, { channel }, limit) : [];
	if (found.length + turns.length === 0) await checkChannel(channels, tenant, channel);
	if (json) for (const receipt of found) terminal.print(JSON.stringify(describe(receipt)));
	else if (found.length > 0) tableOf(found, terminal).forEach(terminal.print);
	else if (turns.length === 0) terminal.note(`The channel ${channel} has no receipts${inState(state)}.`);
	printTurns(turns, json, terminal);
}

const inState = (state: string | undefined) => (state === undefined ? '' : ` in the state ${state}`);

/** Messages to a channel that was removed stay listed. @throws TroupeError CHANNEL_NOT_FOUND */
async function checkChannel(channels: Parts['channels'], tenant: string, channel: string): Promise<void> {
	if ((await channels.find(tenant, channel)) === undefined) throw channelNotFound(channel, tenant);
}

/** @throws TroupeError CHANNEL_NOT_FOUND, and INPUT_INVALID without a choice, and for a receipt that does not exist */
export async function runChannelReplay(
	channel: string,
	{ id, dead, from, to, json }: ReplayOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	if (id === undefined && !dead && from === undefined) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The command does not say what to process again.',
			fix: 'Add --dead, --id ID or --from TIME.',
		});
	}
	const { channels, receipts, mailbox, tenant } = await openOwn(terminal);
	await checkChannel(channels, tenant, channel);
	const replayed = await receipts.replay(tenant, { channel, id, from, to, ...(dead && { state: 'dead' as const }) });
	const turns = dead || id !== undefined ? await mailbox.replay(tenant, { channel, id }) : 0;
	if (id !== undefined && replayed + turns === 0) throw receiptNotFound(id, channel);
	if (json) terminal.print(JSON.stringify({ channel, replayed, turns }));
	const again = [countOf(replayed, 'receipt', 'receipts'), countOf(turns, 'turn', 'turns')].join(' and ');
	terminal.note(`${again} ${replayed + turns === 1 ? 'is' : 'are'} processed again by \`troupe serve\`.`);
	return 0;
}

const countOf = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** @throws TroupeError INPUT_INVALID for a message that does not exist, or that needs no second attempt */
export async function runChannelResend(channel: string, id: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { outbox, handOvers, tenant } = await openOwn(terminal);
	const send = await outbox.find(tenant, id);
	const isSent = send?.channel === channel ? await outbox.resend(tenant, id) : await handOvers.rewrite(tenant, channel, id);
	if (!isSent) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The channel ${channel} has no message or note "${id.slice(0, 60)}" that was refused, failed or has an unknown outcome.`,
			fix: `See \`troupe channel log ${channel} --sent\`, or \`--people --json\`.`,
		});
	}
	if (json) terminal.print(JSON.stringify({ channel, id, state: 'queued' }));
	terminal.note('It is sent again by `troupe serve`.');
	return 0;
}

const receiptNotFound = (id: string, channel: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The channel ${channel} has no receipt and no turn "${id.slice(0, 60)}" that has ended.`,
		fix: `See \`troupe channel log ${channel}\`, with --state dead for turns that were given up.`,
	});

const sendStates: readonly SendState[] = ['queued', 'sending', 'unknown', 'sent', 'delivered', 'read', 'refused', 'failed', 'withdrawn'];
const receiptStates: ReadonlyArray<Receipt['state']> = ['received', 'processed', 'ignored', 'dead'];

const peopleAlone = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: '--people cannot be combined with --sent, --audios, --state or --body.',
		fix: 'Leave out the others.',
	});

function checkState({ state, sent, audios, people, body }: LogOptions): void {
	if (people && (state !== undefined || sent || audios || body !== undefined)) throw peopleAlone();
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

const isoTime = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Describes a receipt without its body, which contains personal data. */
const describe = ({ id, channel, state, attempts, reason, receivedAt, endedAt }: Receipt) => ({
	...{ id, channel, state, attempts, reason, receivedAt: isoTime(receivedAt), endedAt: isoTime(endedAt) },
});

function tableOf(receipts: Receipt[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'receipt', value: ({ id }) => id },
			{ name: 'received', title: 'received (UTC)', value: ({ receivedAt }) => isoTime(receivedAt)!.slice(0, 19).replace('T', ' ') },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'attempts', title: 'attempts', numeric: true, value: ({ attempts }) => attempts },
			{ name: 'reason', title: 'reason', value: ({ reason }) => reason ?? '' },
		],
		receipts,
		terminal,
		({ state }) => (state === 'dead' ? 'yellow' : undefined),
	);
}

/** Describes a message without its text, which contains personal data. */
const describeSend = ({ id, channel, conversation, content, state, attempts, reason, createdAt, sentAt }: Send) => ({
	...{ id, channel, conversation, kind: content.kind, state, attempts, reason, createdAt: isoTime(createdAt), sentAt: isoTime(sentAt) },
});

function sendTable(sends: Send[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'message', value: ({ id }) => id },
			{ name: 'created', title: 'created (UTC)', value: ({ createdAt }) => isoTime(createdAt)!.slice(0, 19).replace('T', ' ') },
			{ name: 'kind', title: 'kind', value: ({ content }) => content.kind },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'attempts', title: 'attempts', numeric: true, value: ({ attempts }) => attempts },
			{ name: 'reason', title: 'reason', value: ({ reason }) => reason ?? '' },
		],
		sends,
		terminal,
		({ state }) => (state === 'refused' || state === 'failed' || state === 'unknown' ? 'yellow' : undefined),
	);
}
