import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional } from '../../../core/base/shape';
import { nameTurnRun } from '../../../core/channels/name-turn-run';
import type { AudioRecord, AudioState } from '../../../core/ports/channels/audios';
import type { DeskWrite, HandOver } from '../../../core/ports/channels/hand-overs';
import type { DeadTurn } from '../../../core/ports/channels/mailbox';
import type { Send, SendState } from '../../../core/ports/channels/outbox';
import type { Receipt } from '../../../core/ports/channels/receipts';
import { integer, open, string } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { moment, readPeriod } from '../../http/read-time';
import { operation } from '../operation';
import { decodePlace, toPage } from '../../http/page';
import { channel, checkChannel, ofChannel, scope, tag } from './channels';

export const audioStates = ['waiting', 'transcribed', 'failed', 'summarized', 'erased'] as const satisfies readonly AudioState[];
export const sendStates = [
	...(['queued', 'sending', 'unknown', 'sent', 'delivered', 'read', 'refused', 'failed', 'withdrawn'] as const),
] as const satisfies readonly SendState[];
export const receiptStates = ['received', 'processed', 'ignored', 'dead'] as const satisfies ReadonlyArray<Receipt['state']>;

const usualLimit = 50;
const query = <const State extends string>(states: readonly State[]) =>
	closed(optional({ state: Type.Enum([...states]), limit: limit(1_000), cursor }));
const page = { items: Type.Array(open()), cursor: Type.Optional(string) };
/** Reads the cursor of a list that is ordered by id. */
const placeOf = (cursor: string | undefined) => decodePlace(cursor, '')?.[0];

function pageOf<Item extends { id: string }, Described>(read: Item[], max: number, describe: (item: Item) => Described) {
	const { items, ...more } = toPage(read, max, ({ id }) => [id]);
	return { items: items.map(describe), ...more };
}

const path = 'channels/:channel';

/** Describes a receipt without its body, which contains personal data. */
const describeReceipt = ({ id, channel: name, state, attempts, reason, receivedAt, endedAt }: Receipt) => ({
	...{ id, channel: name, state, attempts, reason, receivedAt: toIso(receivedAt), endedAt: toIso(endedAt) },
});
export type DescribedReceipt = ReturnType<typeof describeReceipt>;

const describeTurn = ({ id, channel: name, conversation, messages, reason, receivedAt, endedAt }: DeadTurn) => ({
	...{ turn: id, run: nameTurnRun(id), channel: name, conversation, state: 'dead', messages, reason },
	...{ receivedAt: toIso(receivedAt), endedAt: toIso(endedAt) },
});
export type DescribedTurn = ReturnType<typeof describeTurn>;

export const listReceipts = operation({
	...{
		summary: 'List what arrived at a channel, the newest first, and what became of it',
		tag,
		method: 'GET',
		path: `${path}/receipts`,
		scope,
	},
	input: { params: ofChannel, query: query(receiptStates) },
	output: Type.Object({
		...page,
		turns: Type.Array(open(), { description: 'With the state dead, without a cursor: turns that were given up.' }),
		stopped: Type.Integer({ description: 'Conversations that changed hands too often, and wait for somebody.' }),
	}),
	/** @throws TroupeError CHANNEL_NOT_FOUND where nothing is left of a channel either */
	async perform({ channel: name, state, limit: max = usualLimit, cursor: after }, { host }) {
		const { tenant } = host;
		const parts = await openChannels(host);
		const found = await parts.receipts.list(tenant, { channel: name, state, before: placeOf(after) }, max + 1);
		const turns = state === 'dead' && after === undefined ? await parts.mailbox.listDead(tenant, { channel: name }, max) : [];
		if (found.length + turns.length === 0) await checkChannel(parts, tenant, name);
		const stopped = (await parts.handOvers.countStopped(tenant)).get(name) ?? 0;
		return { ...pageOf(found, max, describeReceipt), turns: turns.map(describeTurn), stopped };
	},
});

export const showReceipt = operation({
	...{ summary: 'Show a receipt with its body, which has personal data', tag, method: 'GET', path: `${path}/receipts/:receipt`, scope },
	input: { params: closed({ channel, receipt: text(100) }) },
	output: Type.Object({ id: string, body: string }),
	/** @throws TroupeError INPUT_INVALID for a receipt that does not exist */
	async perform({ channel: name, receipt: id }, { host }) {
		const receipt = await (await openChannels(host)).receipts.find(host.tenant, id);
		if (receipt?.channel !== name) throw receiptNotFound(id, name);
		return { ...describeReceipt(receipt), body: receipt.stored };
	},
});

export const replayReceipts = operation({
	...{ summary: 'Process receipts again, and turns that were given up', tag, method: 'POST', path: `${path}/replay`, scope },
	input: {
		params: ofChannel,
		body: closed(optional({ id: text(100), dead: Type.Literal(true), from: moment, to: moment })),
	},
	output: Type.Object({ channel: string, replayed: integer, turns: integer }),
	/** @throws TroupeError CHANNEL_NOT_FOUND, and INPUT_INVALID without a choice, and for a receipt that does not exist */
	async perform({ channel: name, id, dead, from, to }, { host }) {
		const { tenant } = host;
		if (id === undefined && !dead && from === undefined)
			throw invalid('The command does not say what to process again.', 'Add --dead, --id ID or --from TIME.');
		const parts = await openChannels(host);
		await checkChannel(parts, tenant, name);
		const replayed = await parts.receipts.replay(tenant, {
			channel: name,
			id,
			...readPeriod({ from, to }),
			...(dead && { state: 'dead' as const }),
		});
		const turns = dead || id !== undefined ? await parts.mailbox.replay(tenant, { channel: name, id }) : 0;
		if (id !== undefined && replayed + turns === 0) throw receiptNotFound(id, name);
		return { channel: name, replayed, turns };
	},
});

/** Describes a message without its text, which contains personal data. */
const describeSend = ({ id, channel: name, conversation, content, run, state, attempts, reason, createdAt, sentAt }: Send) => ({
	...{ id, channel: name, conversation, kind: content.kind, run, state, attempts, reason },
	...{ createdAt: toIso(createdAt), sentAt: toIso(sentAt) },
});
export type DescribedSend = ReturnType<typeof describeSend>;

export const listSends = operation({
	...{ summary: 'List what was sent through a channel, the newest first', tag, method: 'GET', path: `${path}/sends`, scope },
	input: { params: ofChannel, query: query(sendStates) },
	output: Type.Object(page),
	/** @throws TroupeError CHANNEL_NOT_FOUND */
	async perform({ channel: name, state, limit: max = usualLimit, cursor: after }, { host }) {
		const { tenant } = host;
		const parts = await openChannels(host);
		const sends = await parts.outbox.list(tenant, { channel: name, state, before: placeOf(after) }, max + 1);
		if (sends.length === 0) await checkChannel(parts, tenant, name);
		return pageOf(sends, max, describeSend);
	},
});

export const resendMessage = operation({
	...{
		summary: 'Send a message again that was refused, failed or has an unknown outcome',
		tag,
		method: 'POST',
		path: `${path}/resend`,
		scope,
	},
	input: { params: ofChannel, body: closed({ id: text(100) }) },
	output: Type.Object({ channel: string, id: string, state: string }),
	/** @throws TroupeError INPUT_INVALID for a message that does not exist, or that needs no second attempt */
	async perform({ channel: name, id }, { host }) {
		const { tenant } = host;
		const { outbox, handOvers } = await openChannels(host);
		const send = await outbox.find(tenant, id);
		const isSent = send?.channel === name ? await outbox.resend(tenant, id) : await handOvers.rewrite(tenant, name, id);
		if (isSent) return { channel: name, id, state: 'queued' };
		throw invalid(
			`The channel ${name} has no message or note "${id.slice(0, 60)}" that was refused, failed or has an unknown outcome.`,
			`See \`troupe channel log ${name} --sent\`, or \`--people --json\`.`,
		);
	},
});

/** Describes an audio without its transcript, which contains personal data. */
const describeAudio = ({ tenant: _tenant, createdAt, endedAt, ...record }: AudioRecord) => ({
	...{ ...record, createdAt: toIso(createdAt), endedAt: toIso(endedAt) },
});
export type DescribedAudio = ReturnType<typeof describeAudio>;

export const listAudios = operation({
	...{ summary: 'List what became of the audios of a channel, the newest first', tag, method: 'GET', path: `${path}/audios`, scope },
	input: { params: ofChannel, query: query(audioStates) },
	output: Type.Object(page),
	/** @throws TroupeError CHANNEL_NOT_FOUND where nothing is left of a channel either */
	async perform({ channel: name, state, limit: max = usualLimit, cursor: after }, { host }) {
		const parts = await openChannels(host);
		const before = decodePlace(after, 0, 0, '');
		const records = await parts.audios.list(host.tenant, { channel: name, state, before }, max + 1);
		if (records.length === 0) await checkChannel(parts, host.tenant, name);
		const { items, ...more } = toPage(records, max, ({ createdAt, number, conversation }) => [createdAt, number, conversation]);
		return { items: items.map(describeAudio), ...more };
	},
});

const describeWrite = ({ id, desk, content, state, attempts, reason }: DeskWrite) => ({
	id,
	desk,
	kind: content.kind,
	state,
	attempts,
	reason,
});
const describeHandOver = ({ writes, at, answerBy, ...facts }: HandOver) => ({
	...{ ...facts, at: toIso(at), answerBy: toIso(answerBy), writes: writes.map(describeWrite) },
});
export type DescribedHandOver = ReturnType<typeof describeHandOver>;

export const listHandOvers = operation({
	...{ summary: 'List hand-overs with their summaries, and who switched the agent on and off', tag, method: 'GET' },
	...{ path: `${path}/hand-overs`, scope },
	input: { params: ofChannel, query: closed(optional({ limit: limit(1_000), cursor })) },
	output: Type.Object({ ...page, modes: Type.Array(open(), { description: 'Without a cursor' }) }),
	/** @throws TroupeError CHANNEL_NOT_FOUND where nothing is left of a channel either */
	async perform({ channel: name, limit: max = usualLimit, cursor: after }, { host }) {
		const { tenant } = host;
		const parts = await openChannels(host);
		const modes = after === undefined ? await parts.handOvers.listModes(tenant, name, max) : [];
		const before = decodePlace(after, 0, '');
		const found = await parts.handOvers.list(tenant, { channel: name, before }, max + 1);
		if (modes.length + found.length === 0) await checkChannel(parts, tenant, name);
		const { items, ...more } = toPage(found, max, ({ at, id }) => [at, id]);
		return {
			...{ items: items.map(describeHandOver), ...more },
			modes: modes.map(({ at, ...mode }) => ({ ...mode, at: toIso(at) })),
		};
	},
});

const receiptNotFound = (id: string, name: string) =>
	invalid(
		`The channel ${name} has no receipt and no turn "${id.slice(0, 60)}" that has ended.`,
		`See \`troupe channel log ${name}\`, with --state dead for turns that were given up.`,
	);

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
