import { askForText } from '../conversations/mailbox/ask-for-text';
import type { Turn } from '../ports/channels/mailbox';
import { isOrigin } from '../ports/channels/message-content';
import type { ChannelParts } from './channel-parts';

/**
 * Asks for a text if a turn has only audios that will have no transcript, without an agent, process or workflow. @returns whether it was such a turn
 */
export async function answerUnheard(
	{ mailbox, outbox }: Pick<ChannelParts, 'mailbox' | 'outbox'>,
	language: string | undefined,
	turn: Turn,
	holder: string,
): Promise<boolean> {
	if (!hasOnlyUnheard(turn)) return false;
	if ((await mailbox.beginEffects(turn, holder)) !== 'go') return true;
	const { tenant, id } = turn.conversation;
	await outbox.enqueue(tenant, id, askForText(turn, language), { answers: {} });
	await mailbox.end(turn, holder, { kind: 'done' });
	return true;
}

function hasOnlyUnheard({ messages }: Turn): boolean {
	const parts = messages.flatMap(({ content }) => content.filter((part) => !isOrigin(part)));
	return parts.length > 0 && parts.every((part) => part.kind === 'audio' && part.problem !== undefined && part.transcript === undefined);
}
