import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional } from '../../../core/base/shape';
import { nameTurnRun } from '../../../core/conversations/mailbox/name-turn-run';
import type { DeadTurn } from '../../../core/ports/channels/mailbox';
import type { Receipt, ReceiptAnswer } from '../../../core/ports/channels/receipts';
import { integer, open, string } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { moment, readPeriod } from '../../http/read-time';
import { operation, type OperationContext } from '../operation';
import { agentAway, type AgentPlace, findAwayReason } from './agent-state';
import { channel, checkChannel, ofChannel, scope, tag } from './channels';
import { readTimeZone } from '../conversations/read-day';
import { channelPath, logPage, logQuery, pageOf, placeOf, usualLimit } from './log-page';

export const receiptStates = ['received', 'processed', 'ignored', 'dead'] as const satisfies ReadonlyArray<Receipt['state']>;

/** Without the body, which contains personal data. */
const describeReceipt = (
	{ id, channel: name, state, attempts, reason, receivedAt, endedAt }: Receipt,
	answers: readonly Omit<ReceiptAnswer, 'receipt'>[],
) => ({
	id,
	channel: name,
	state,
	attempts,
	reason,
	receivedAt: toIso(receivedAt),
	endedAt: toIso(endedAt),
	answers: answers.map(({ conversation, answer }) => ({ conversation, answer })),
});
export type DescribedReceipt = ReturnType<typeof describeReceipt>;

const describeTurn = ({ id, channel: name, conversation, messages, reason, receivedAt, endedAt }: DeadTurn) => ({
	turn: id,
	run: nameTurnRun(id),
	channel: name,
	conversation,
	state: 'dead',
	messages,
	reason,
	receivedAt: toIso(receivedAt),
	endedAt: toIso(endedAt),
});
export type DescribedTurn = ReturnType<typeof describeTurn>;

export const listReceipts = operation({
	summary: 'List what arrived at a channel, the newest first, and what became of it',
	tag,
	method: 'GET',
	path: `${channelPath}/receipts`,
	scope,
	input: { params: ofChannel, query: logQuery(receiptStates) },
	output: Type.Object({
		...logPage,
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
		const answers = Map.groupBy(
			await parts.receipts.listAnswers(
				tenant,
				found.map(({ id }) => id),
			),
			({ receipt }) => receipt,
		);
		const describe = (receipt: Receipt) => describeReceipt(receipt, answers.get(receipt.id) ?? []);
		return { ...pageOf(found, max, describe), turns: turns.map(describeTurn), stopped, timeZone: await readTimeZone(host) };
	},
});

export const showReceipt = operation({
	summary: 'Show a receipt with its body, which has personal data',
	tag,
	method: 'GET',
	path: `${channelPath}/receipts/:receipt`,
	scope,
	input: { params: closed({ channel, receipt: text(100) }) },
	output: Type.Object({ id: string, body: string }),
	/** @throws TroupeError INPUT_INVALID for an unknown receipt */
	async perform({ channel: name, receipt: id }, { host }) {
		const { receipts } = await openChannels(host);
		const receipt = await receipts.find(host.tenant, id);
		if (receipt?.channel !== name) throw receiptNotFound(id, name);
		return { ...describeReceipt(receipt, await receipts.listAnswers(host.tenant, [id])), body: receipt.stored };
	},
});

export const replayReceipts = operation({
	act: ({ channel }) => ({ action: 'receipt.replayed', object: { kind: 'channel', value: channel } }),
	summary: 'Process receipts again, and turns that were given up',
	tag,
	method: 'POST',
	path: `${channelPath}/replay`,
	scope,
	input: {
		params: ofChannel,
		body: closed(optional({ id: text(100), dead: Type.Literal(true), from: moment, to: moment })),
	},
	output: Type.Object({
		channel: string,
		replayed: integer,
		turns: integer,
		agentAway,
		held: Type.Integer({ description: 'Turns among them that a process has and has not answered: they are not given to it again.' }),
	}),
	/** @throws TroupeError CHANNEL_NOT_FOUND, and INPUT_INVALID without a choice, and for an unknown receipt */
	async perform({ channel: name, id, dead, from, to }, { host }: OperationContext<AgentPlace>) {
		const { tenant } = host;
		if (id === undefined && !dead && from === undefined)
			throw invalid('The command does not say what to process again.', 'Add --dead, --id ID or --from TIME.');
		const parts = await openChannels(host);
		await checkChannel(parts, tenant, name);
		const period = readPeriod({ from, to });
		const held = await parts.mailbox.countHeld(tenant, { channel: name, ...(id !== undefined && { id }), ...period });
		const replayed = await parts.receipts.replay(tenant, {
			channel: name,
			id,
			...period,
			...(dead && { state: 'dead' as const }),
		});
		const turns = dead || id !== undefined ? await parts.mailbox.replay(tenant, { channel: name, id }) : 0;
		if (id !== undefined && replayed + turns + held === 0) throw receiptNotFound(id, name);
		const record = await parts.channels.find(tenant, name);
		return { channel: name, replayed, turns, held, agentAway: record ? await findAwayReason(record, host, parts) : null };
	},
});

const receiptNotFound = (id: string, name: string) =>
	invalid(
		`The channel ${name} has no receipt and no turn "${id.slice(0, 60)}" that has ended.`,
		`See \`troupe channel log ${name}\`, with --state dead for turns that were given up.`,
	);

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
