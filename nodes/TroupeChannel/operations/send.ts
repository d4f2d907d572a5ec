import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { sendInConversation } from '../../../core/channels/send-in-conversation';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import type { TurnName } from '../../shared/channels/turn-key';
import { givenJson } from '../../shared/given-json';
import { isTool } from '../../shared/is-tool';
import { deliver } from '../deliver';
import { idempotencyKey } from '../idempotency-key';
import { type ChannelWork, invalid, requireChannel, requireConversation } from '../open-work';
import { findTurn } from '../find-turn';
import { readContent } from '../read-content';

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
