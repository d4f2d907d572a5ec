import { TroupeError } from '../../core/base/errors';
import type { AudioRecord, AudioState, Delivery, Send, SendState } from '../../core/ports';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { openOwn } from './list-run';

export interface LogOptions {
	state?: string;
	/** Lists what was sent. */
	sent?: boolean;
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
	if (options.audios) await printAudios(channel, options, parts, terminal);
	else if (options.sent) await printSends(channel, options, parts, terminal);
	else if (options.body !== undefined) await printBody(channel, options.body, parts, terminal);
	else await printDeliveries(channel, options, parts, terminal);
	return 0;
}

type Parts = Awaited<ReturnType<typeof openOwn>>;

async function printAudios(channel: string, { state, limit, json }: LogOptions, { audios, tenant }: Parts, terminal: Terminal) {
	const records = await audios.list(tenant, { channel, state: state as AudioState | undefined }, limit);
	if (json) for (const record of records) terminal.print(JSON.stringify(describeAudio(record)));
	else if (records.length === 0) terminal.note(`The channel ${channel} has no audios${inState(state)}.`);
	else audioTable(records, terminal).forEach(terminal.print);
}

async function printSends(channel: string, { state, limit, json }: LogOptions, { outbox, tenant }: Parts, terminal: Terminal) {
	const sends = await outbox.list(tenant, { channel, state: state as SendState | undefined }, limit);
	if (json) for (const send of sends) terminal.print(JSON.stringify(describeSend(send)));
	else if (sends.length === 0) terminal.note(`The channel ${channel} has sent nothing${inState(state)}.`);
	else sendTable(sends, terminal).forEach(terminal.print);
}

async function printBody(channel: string, id: string, { deliveries, tenant }: Parts, terminal: Terminal) {
	const delivery = await deliveries.find(tenant, id);
	if (delivery?.channel !== channel) throw deliveryNotFound(id, channel);
	terminal.print(delivery.stored);
}

async function printDeliveries(channel: string, { state, limit, json }: LogOptions, { deliveries, tenant }: Parts, terminal: Terminal) {
	const found = await deliveries.list(tenant, { channel, state: state as Delivery['state'] | undefined }, limit);
	if (json) for (const delivery of found) terminal.print(JSON.stringify(describe(delivery)));
	else if (found.length === 0) terminal.note(`Nothing has arrived at the channel ${channel}${inState(state)}.`);
	else tableOf(found, terminal).forEach(terminal.print);
}

const inState = (state: string | undefined) => (state === undefined ? '' : ` that is ${state}`);

/** @throws TroupeError INPUT_INVALID without a choice, and for a delivery that does not exist */
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
	const { deliveries, tenant } = await openOwn(terminal);
	const replayed = await deliveries.replay(tenant, { channel, id, from, to, ...(dead && { state: 'dead' as const }) });
	if (id !== undefined && replayed === 0) throw deliveryNotFound(id, channel);
	if (json) terminal.print(JSON.stringify({ channel, replayed }));
	terminal.note(`${replayed} ${replayed === 1 ? 'delivery is' : 'deliveries are'} processed again by \`troupe serve\`.`);
	return 0;
}

/** @throws TroupeError INPUT_INVALID for a message that does not exist, or that needs no second attempt */
export async function runChannelResend(channel: string, id: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { outbox, tenant } = await openOwn(terminal);
	const send = await outbox.find(tenant, id);
	if (send?.channel !== channel || !(await outbox.resend(tenant, id))) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The channel ${channel} has no message "${id.slice(0, 60)}" that was refused, failed or has an unknown outcome.`,
			fix: `See \`troupe channel log ${channel} --sent\`.`,
		});
	}
	if (json) terminal.print(JSON.stringify({ channel, id, state: 'queued' }));
	terminal.note('The message is sent again by `troupe serve`.');
	return 0;
}

const deliveryNotFound = (id: string, channel: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The channel ${channel} has no delivery "${id.slice(0, 60)}" that has ended.`,
		fix: `See \`troupe channel log ${channel}\`.`,
	});

const sendStates: readonly SendState[] = ['queued', 'sending', 'unknown', 'sent', 'delivered', 'read', 'refused', 'failed', 'withdrawn'];
const audioStates: readonly AudioState[] = ['waiting', 'transcribed', 'failed', 'summarized', 'erased'];
const deliveryStates: ReadonlyArray<Delivery['state']> = ['received', 'processed', 'ignored', 'dead'];

function checkState({ state, sent, audios }: LogOptions): void {
	if (sent && audios)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The log lists what was sent or audios, not both.',
			fix: 'Leave out --sent or --audios.',
		});
	const states: readonly string[] = sent ? sendStates : audios ? audioStates : deliveryStates;
	if (state === undefined || states.includes(state)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${state.slice(0, 60)}" is not a state of ${audios ? 'an audio' : `what was ${sent ? 'sent' : 'received'}`}.`,
		fix: `Use one of: ${states.join(', ')}.`,
	});
}

const isoTime = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Without the body, which contains personal data. */
const describe = ({ id, channel, state, attempts, reason, receivedAt, endedAt }: Delivery) => ({
	...{ id, channel, state, attempts, reason, receivedAt: isoTime(receivedAt), endedAt: isoTime(endedAt) },
});

function tableOf(deliveries: Delivery[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'delivery', value: ({ id }) => id },
			{ name: 'received', title: 'received (UTC)', value: ({ receivedAt }) => isoTime(receivedAt)!.slice(0, 19).replace('T', ' ') },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'attempts', title: 'attempts', numeric: true, value: ({ attempts }) => attempts },
			{ name: 'reason', title: 'reason', value: ({ reason }) => reason ?? '' },
		],
		deliveries,
		terminal,
		({ state }) => (state === 'dead' ? 'yellow' : undefined),
	);
}

/** Without the text, which contains personal data. */
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

/** Without the transcript, which contains personal data. */
const describeAudio = ({ tenant: _tenant, createdAt, endedAt, ...record }: AudioRecord) => ({
	...{ ...record, createdAt: isoTime(createdAt), endedAt: isoTime(endedAt) },
});

function audioTable(records: AudioRecord[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'message', title: 'message', value: ({ message }) => message },
			{ name: 'created', title: 'received (UTC)', value: ({ createdAt }) => isoTime(createdAt)!.slice(0, 19).replace('T', ' ') },
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
