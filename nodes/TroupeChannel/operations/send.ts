import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { pause } from '../../../core/base/async/pause';
import { TroupeError } from '../../../core/base/errors';
import { limitChannels } from '../../../core/channels/limit-channels';
import { sendInConversation } from '../../../core/channels/send-in-conversation';
import { sendMessages } from '../../../core/channels/send-messages';
import type { ContentName } from '../../../core/conversations/outbox/parse-content';
import { contentShapes, parseContent } from '../../../core/conversations/outbox/parse-content';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import type { Conversation } from '../../../core/ports/channels/mailbox';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import type { Send } from '../../../core/ports/channels/outbox';
import { systemClock } from '../../../core/ports/host';
import { doSomeWork } from '../../../core/work/work-runner';
import type { TurnName } from '../../shared/channels/turn-key';
import { givenJson } from '../../shared/given-json';
import { isTool } from '../../shared/is-tool';
import { findLastMessage } from '../find-last-message';
import { idempotencyKey } from '../idempotency-key';
import { type ChannelWork, invalid, requireChannel, requireConversation } from '../open-work';
import { findTurn } from '../find-turn';
import { readGivenText, readText } from '../read-text';

/** Longer than a provider usually takes. After that the trigger's process continues. */
const maxWaitMs = 15_000;
const lookEveryMs = 200;
const takenAtOnce = 8;
const underway = new Set(['queued', 'sending', 'unknown']);

/**
 * Sends pending messages, together with other processes, until these are sent: in an editor test nothing else does. @throws TroupeError
 * CHANNEL_REFUSED, STORAGE_…
 */
async function deliver(work: ChannelWork, { name, state }: ChannelRecord, ids: readonly string[]): Promise<IDataObject> {
	const { tenant, signal } = work;
	const parts = { ...limitChannels(work.parts, { tenant, lanes: [name] }), clock: systemClock };
	const until = AbortSignal.any([signal, AbortSignal.timeout(maxWaitMs)]);
	let sends = await findAll(work, ids);
	while (state === 'active' && !until.aborted && sends.some((one) => underway.has(one.state))) {
		const count = await doSomeWork({ ...sendMessages(parts), concurrency: takenAtOnce }, { stop: signal });
		sends = await findAll(work, ids);
		if (count === 0 && sends.some((one) => underway.has(one.state))) await pause(lookEveryMs, until);
	}
	const refused = sends.find((one) => one.state === 'refused' || one.state === 'failed');
	if (refused) throw messageRefused(refused);
	const messages = sends.map(({ id, state: each, reason }) => ({ id, state: each, reason }));
	return { state: messages.find((one) => underway.has(one.state))?.state ?? messages.at(-1)?.state ?? 'sent', messages };
}

const findAll = async ({ parts, tenant }: ChannelWork, ids: readonly string[]): Promise<Send[]> =>
	(await Promise.all(ids.map((id) => parts.outbox.find(tenant, id)))).filter((one) => one !== undefined);

const messageRefused = ({ id, reason }: Send) =>
	new TroupeError({
		code: 'CHANNEL_REFUSED',
		message: `The message was not sent. ${reason ?? 'The provider refused it.'}`,
		fix: `Correct the cause. To send this message again: troupe channel resend NAME ${id}.`,
	});

interface Options {
	keepTurn?: boolean;
	replyTo?: string;
	evenIfSilent?: boolean;
	state?: unknown;
}

export async function send(work: ChannelWork): Promise<IDataObject> {
	const { context, item, parts, tenant } = work;
	const conversation = await requireConversation(work);
	const { record } = await requireChannel(work, conversation);
	const content = await readContent(work, conversation);
	const { keepTurn = false, replyTo = '', evenIfSilent = false, state } = context.getNodeParameter('options', item, {}) as Options;
	const turn = findTurn(context, item, conversation.id);
	const end = { kind: 'done' as const, ...readState(state) };
	const key = nameMessage(work, content, turn);
	const isAnswer = !keepTurn && content.kind !== 'reaction';
	const message = { key, content, evenIfSilent, ...(isAnswer && { answers: {} }), ...(replyTo !== '' && { replyTo }) };
	const handed = await sendInConversation(parts, { tenant, id: conversation.id }, message);
	if (handed.kind === 'unsupported') throw unsupported(record.provider, content, handed.sends);
	if (handed.kind === 'unknown-conversation') throw invalid('The conversation was forgotten meanwhile.', 'Send nothing to this person.');
	// A text is the answer. Reactions, files and an agent's early messages precede it.
	if (turn && content.kind === 'text' && !keepTurn && !isTool(context))
		await parts.mailbox.end({ id: turn.id, conversation }, turn.holder, end);
	if (handed.kind === 'silent') return { conversation: conversation.id, state: 'silent', mode: handed.mode, messages: [] };
	if (handed.kind !== 'queued') return { conversation: conversation.id, state: handed.kind, messages: [] };
	return { conversation: conversation.id, ...(await deliver(work, record, handed.ids)) };
}

/** A model can call its tool several times in one execution with different texts. */
function nameMessage(work: ChannelWork, content: MessageContent, turn: TurnName | undefined): string {
	const said = isTool(work.context) ? ` ${createHash('sha256').update(JSON.stringify(content)).digest('base64url')}` : '';
	return `${idempotencyKey(work, turn)}${said}`;
}

function readState(state: unknown): { state?: unknown } {
	if (state === undefined || state === '') return {};
	return { state: givenJson(state, 'The field "State for the Next Turn"') };
}

const unsupported = (provider: string, { kind }: MessageContent, sends: string[]) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The channel's provider (${provider}) cannot send a message of the kind "${kind}". Nothing was sent.`,
		fix: `Send one of these: ${sends.join(', ')}.`,
	});

/** @throws TroupeError INPUT_INVALID */
async function readContent(work: ChannelWork, conversation: Conversation): Promise<MessageContent> {
	const { context, item } = work;
	const read = (name: string) => readText(context, name, item).trim();
	const name = read('operation') as ContentName;
	if (name === 'text') return readWords(work);
	const value = {
		media: () => ({ kind: read('mediaKind'), reference: read('reference'), caption: read('caption'), fileName: read('fileName') }),
		template: () => ({ name: read('template'), language: read('language'), parameters: readParameters(work) }),
		reaction: async () => ({ emoji: read('emoji'), messageId: await findLastMessage(work, conversation) }),
	}[name];
	const content = parseContent(name, await value());
	if (content) return content;
	throw invalid(`The fields of the operation do not form a message of the kind "${name}".`, `Fill them in as ${contentShapes[name]}.`);
}

function readWords({ context, item }: ChannelWork): MessageContent {
	const words = readGivenText(context, 'text', item);
	if (words.trim() === '') throw invalid('The field "Text" is empty.', 'Check the expression, or do not send when there is no reply.');
	const content = parseContent('text', words);
	if (content) return content;
	throw invalid(`The field "Text" has ${words.length} characters.`, `Write ${contentShapes.text}.`);
}

function readParameters({ context, item }: ChannelWork): string[] {
	const parameters = context.getNodeParameter('parameters', item, []) as unknown;
	return (Array.isArray(parameters) ? parameters : []).map((value) => String(value ?? ''));
}
