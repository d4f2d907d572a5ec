import { findFacts } from '../conversations/find-facts';
import { describeTurn } from '../conversations/mailbox/describe-turn';
import { splitText } from '../conversations/outbox/split-text';
import { keepRenewing } from '../base/async/keep-renewing';
import type { GivenUp, OnGivenUp } from './failed-work';
import type { HandOverRequest } from './hand-over';
import type { ChannelAbilities } from '../ports/channels/channel';
import type { HandOvers } from '../ports/channels/hand-overs';
import type { Mailbox, Turn, TurnEnd, TurnOrder } from '../ports/channels/mailbox';
import type { NewSend, Outbox } from '../ports/channels/outbox';
import type { GuardrailFacts } from '../ports/guardrails/guardrail-facts';
import { type Asker, nameAsker } from '../ports/knowledge/readers';
import { nameTurnRun } from './name-turn-run';
import { retryOrGiveUp, storeOutcome } from './retry-or-give-up';

/** What an agent is asked in a turn. */
export interface TurnRequest {
	/** The same when the turn is repeated: completed steps are not. */
	runId: string;
	message: string;
	conversationId: string;
	person: string;
	/** What conditions of guardrails depend on. */
	facts: GuardrailFacts;
	/** The contact, whose address the channel verified. */
	asker: Asker;
}

/** How the agent answered. `handOver`: a person has to go on, for this reason. */
export interface TurnAnswer {
	reply: string;
	handOver?: string;
}

export interface TurnParts {
	mailbox: Pick<Mailbox, 'renew' | 'beginEffects' | 'end' | 'readMessages'>;
	outbox: Pick<Outbox, 'enqueue'>;
	handOvers: Pick<HandOvers, 'findDraft'>;
	handOver(request: HandOverRequest): Promise<unknown>;
	abilities: Pick<ChannelAbilities, 'maxTextLength'>;
	/** The agent's own limit on a message: longer ones lose their beginning. */
	messageCharacters?: number;
	/** Whether the agent can change something outside before it answers. Then nothing interrupts its turn. */
	hasEffects: boolean;
	answer(request: TurnRequest, signal: AbortSignal): Promise<TurnAnswer>;
	maxAttempts: number;
	/** Sent if the turn is given up. */
	lastWords?: readonly NewSend[];
	onGivenUp?: OnGivenUp;
	/** Called with what failed. */
	onFailed?: (cause: unknown) => void;
}

export const turnLeaseMs = 60_000;
const renewMs = 5_000;

/**
 * Answers a turn. A message that arrives before anything was done begins it again; a person who writes ends it.
 * @returns `lost`: another process has the turn, and what this one did is dropped
 */
export async function answerTurn(parts: TurnParts, turn: Turn, holder: string, signal: AbortSignal): Promise<TurnOrder> {
	const { mailbox } = parts;
	if (parts.hasEffects && !turn.hasEffects) {
		const order = await mailbox.beginEffects(turn, holder);
		if (order !== 'go') return order;
	}
	const watch = watchTurn(parts, turn, holder, signal);
	try {
		const answer = await parts.answer(await toRequest(parts, turn), watch.signal);
		const order = await storeOutcome(() => mailbox.beginEffects(turn, holder), watch.signal);
		if (order !== 'go') return order;
		await storeOutcome(() => reply(parts, turn, answer), watch.signal);
		await storeOutcome(() => mailbox.end(turn, holder, { kind: 'done' }), watch.signal);
		return 'go';
	} catch (cause) {
		if (watch.order() !== 'go') return watch.order();
		signal.throwIfAborted(); // the lease ends, and another process goes on
		parts.onFailed?.(cause);
		await storeOutcome(() => endFailed(parts, turn, holder, cause), watch.signal);
		return 'go';
	} finally {
		watch.stop();
	}
}

async function toRequest({ mailbox, messageCharacters }: TurnParts, turn: Turn): Promise<TurnRequest> {
	const { id, conversation } = turn;
	return {
		runId: nameTurnRun(id),
		message: await describeTurn(mailbox, turn, messageCharacters),
		conversationId: conversation.session,
		person: conversation.contact,
		facts: findFacts(conversation, turn.hours),
		asker: nameAsker({ person: conversation.contact }),
	};
}

/** Names the hand-over of a turn, also where the turn is repeated. */
export const handOverKey = ({ id }: Pick<Turn, 'id'>): string => `turn ${id}`;

/** Ends the work of a turn that is not to go on. */
function watchTurn({ mailbox }: TurnParts, turn: Turn, holder: string, signal: AbortSignal) {
	const ended = new AbortController();
	let order: TurnOrder = 'go';
	const stop = keepRenewing(renewMs, async () => {
		order = await mailbox.renew(turn, holder, turnLeaseMs);
		if (order !== 'go') ended.abort();
	});
	return { signal: AbortSignal.any([signal, ended.signal]), order: () => order, stop };
}

/** The names of the messages hold over attempts, so that none is sent twice. */
async function reply({ outbox, abilities, ...parts }: TurnParts, turn: Turn, { reply: text, handOver }: TurnAnswer): Promise<void> {
	const { tenant, id } = turn.conversation;
	const key = handOverKey(turn);
	const draft = await parts.handOvers.findDraft(tenant, key);
	if (draft !== undefined || handOver !== undefined) {
		const { reason = handOver!, language } = draft ?? {};
		await parts.handOver({ tenant, conversation: id, key, reason, language, by: 'agent', lastWords: text, turn: turn.id });
		return;
	}
	const sends = splitText(text, abilities.maxTextLength).map((part, index) => ({
		...{ key: `turn ${turn.id} ${index}`, run: nameTurnRun(turn.id) },
		content: { kind: 'text' as const, text: part },
	}));
	if (sends.length > 0) await outbox.enqueue(tenant, id, sends);
}

export const givenUp = ({ id, conversation: { tenant, channel } }: Turn, reason: string): GivenUp => ({
	...{ what: 'turn', tenant, channel, id, reason },
});

/** Ends a turn that failed: it is repeated, or given up with some last words. */
export async function endFailed(
	{ mailbox, outbox, maxAttempts, lastWords = [], onGivenUp }: EndParts,
	turn: Turn,
	holder: string,
	cause: unknown,
): Promise<TurnEnd> {
	const end = retryOrGiveUp(cause, turn, maxAttempts);
	const isDead = end.kind === 'dead';
	if (isDead && lastWords.length > 0) await outbox.enqueue(turn.conversation.tenant, turn.conversation.id, lastWords);
	await mailbox.end(turn, holder, end);
	if (isDead) onGivenUp?.(givenUp(turn, end.reason));
	return end;
}

type EndParts = { mailbox: Pick<Mailbox, 'end'> } & Pick<TurnParts, 'outbox' | 'maxAttempts' | 'lastWords' | 'onGivenUp'>;
