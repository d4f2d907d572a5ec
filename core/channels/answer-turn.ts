import { detectLanguage, type Language } from '../base/text/language';
import { readWords } from '../conversations/hand-over/describe-unsent';
import { describeWhy, type WhyPerson } from '../conversations/hand-over/describe-why';
import { findFacts } from '../conversations/find-facts';
import { repeatsAsking, saysNothing } from '../conversations/mailbox/describe-silence';
import { handOverKey } from '../conversations/mailbox/hand-over-key';
import { listWords } from '../conversations/mailbox/list-words';
import { describeTurn } from '../conversations/mailbox/describe-turn';
import { splitText } from '../conversations/outbox/split-text';
import { keepRenewing } from '../base/async/keep-renewing';
import type { GivenUp, OnGivenUp } from './failed-work';
import type { HandOverRequest } from './hand-over';
import type { ChannelAbilities } from '../ports/channels/channel';
import type { FollowUps } from '../ports/channels/follow-ups';
import type { HandOvers } from '../ports/channels/hand-overs';
import type { Mailbox, Turn, TurnEnd, TurnOrder } from '../ports/channels/mailbox';
import type { Enqueued, NewSend, Outbox } from '../ports/channels/outbox';
import type { GuardrailFacts } from '../ports/guardrails/guardrail-facts';
import { type Asker, nameAsker } from '../ports/knowledge/readers';
import type { Origin } from '../ports/memory';
import type { ImagePart } from '../ports/models/image-shapes';
import type { ReadTurn } from './media/turn-files';
import { nameFollowUpRun, nameTurnRun } from '../conversations/mailbox/name-turn-run';
import { retryOrGiveUp, storeOutcome } from './retry-or-give-up';

export interface TurnRequest {
	/** Stable across retries, so that completed steps are skipped. */
	runId: string;
	message: string;
	words?: string;
	conversationId: string;
	person: string;
	facts: GuardrailFacts;
	asker: Asker;
	images?: ImagePart[];
	origins?: Origin[];
}

export interface TurnAnswer {
	reply: string;
	handOver?: WhyPerson;
	isAwaited?: true;
	unanswered?: string;
	isFallback?: true;
}

export interface TurnParts {
	mailbox: Pick<Mailbox, 'renew' | 'beginEffects' | 'end' | 'readMessages'>;
	outbox: Pick<Outbox, 'enqueue'>;
	handOvers: Pick<HandOvers, 'findDraft'>;
	followUps: Pick<FollowUps, 'answer'>;
	handOver(request: HandOverRequest): Promise<unknown>;
	abilities: Pick<ChannelAbilities, 'maxTextLength'>;
	/** Reads the files of the turn and keeps them until `act` ends. */
	withFiles: <Result>(turn: Turn, signal: AbortSignal, act: (read: ReadTurn) => Promise<Result>) => Promise<Result>;
	/** The agent's limit on a message: longer ones lose their beginning. */
	messageCharacters?: number;
	/** The agent can change something outside before it answers, so nothing interrupts its turn. */
	hasEffects: boolean;
	answer(request: TurnRequest, signal: AbortSignal): Promise<TurnAnswer>;
	maxAttempts: number;
	lastWords?: readonly NewSend[];
	onGivenUp?: OnGivenUp;
	onFailed?: (cause: unknown) => void;
}

export const turnLeaseMs = 60_000;
export const renewMs = 5_000;

/**
 * Answers a turn. A message that arrives before any step restarts it; a person who writes ends it. @returns `lost`: another process has the turn, and
 * the work is dropped
 */
export async function answerTurn(parts: TurnParts, turn: Turn, holder: string, signal: AbortSignal): Promise<TurnOrder> {
	const { mailbox } = parts;
	if (parts.hasEffects && !turn.hasEffects) {
		const order = await mailbox.beginEffects(turn, holder);
		if (order !== 'go') return order;
	}
	const watch = watchTurn(parts, turn, holder, signal);
	try {
		const answer = await parts.withFiles(turn, watch.signal, async (read) => parts.answer(await toRequest(parts, read), watch.signal));
		const order = await storeOutcome(() => mailbox.beginEffects(turn, holder), watch.signal);
		if (order !== 'go') return order;
		const end = await storeOutcome(
			() => (turn.followUp ? deliverFollowUp(parts, turn, answer) : deliverTurn(parts, turn, answer)),
			watch.signal,
		);
		await storeOutcome(() => endAnswered(parts, turn, holder, end), watch.signal);
		return 'go';
	} catch (cause) {
		if (watch.order() !== 'go') return watch.order();
		signal.throwIfAborted(); // The lease ends, and another process goes on.
		parts.onFailed?.(cause);
		await storeOutcome(() => endFailed(parts, turn, holder, cause), watch.signal);
		return 'go';
	} finally {
		watch.stop();
	}
}

async function endAnswered(parts: TurnParts, turn: Turn, holder: string, end: TurnEnd) {
	await parts.mailbox.end(turn, holder, end);
	if (end.kind === 'dead') parts.onGivenUp?.(givenUp(turn, end.reason));
}

const withoutText = 'The run of the agent ended without a text.';

async function toRequest({ mailbox, messageCharacters }: TurnParts, turn: ReadTurn): Promise<TurnRequest> {
	const { conversation, pictures, origins, messages, followUp } = turn;
	return {
		runId: nameRun(turn),
		message: await describeTurn(mailbox, { ...turn, canDecline: true }, messageCharacters),
		...(followUp === undefined && { words: listWords(messages) }),
		conversationId: conversation.session,
		person: conversation.contact,
		facts: findFacts(conversation, turn.hours),
		asker: nameAsker({ person: conversation.contact }),
		...(pictures.length > 0 && { images: pictures }),
		...(origins.length > 0 && { origins }),
	};
}

export const nameRun = ({ id, followUp }: Pick<Turn, 'id' | 'followUp'>): string => (followUp ? nameFollowUpRun(id) : nameTurnRun(id));

function watchTurn({ mailbox }: TurnParts, turn: Turn, holder: string, signal: AbortSignal) {
	const ended = new AbortController();
	let order: TurnOrder = 'go';
	const stop = keepRenewing(renewMs, async () => {
		order = await mailbox.renew(turn, holder, turnLeaseMs);
		if (order !== 'go') ended.abort();
	});
	return { signal: AbortSignal.any([signal, ended.signal]), order: () => order, stop };
}

const nameAnswer = ({ id, conversation, messages, language }: Turn): AnswerPlace => ({
	tenant: conversation.tenant,
	conversation: conversation.id,
	turn: id,
	key: `turn ${id}`,
	language: detectLanguage(messages.flatMap(({ content }) => content.map(readWords)).join('\n'), language),
});

interface AnswerPlace {
	tenant: string;
	conversation: string;
	turn: string;
	key: string;
	language: Language;
}

async function deliverTurn(parts: TurnParts, turn: Turn, answer: TurnAnswer): Promise<TurnEnd> {
	const { kind } = await deliverAnswer(parts, nameAnswer(turn), answer);
	const unanswered = kind === 'handed-over' ? undefined : (answer.unanswered ?? (kind === 'nothing' ? withoutText : undefined));
	if (unanswered !== undefined) return { kind: 'dead', reason: unanswered };
	return { kind: 'done', ...(answer.isAwaited && { awaitsRun: true }) };
}

/** Sends the agent's text to a silent customer, unless it is empty or somebody wrote meanwhile. Sends no failure notices. */
async function deliverFollowUp(parts: TurnParts, turn: Turn, answer: TurnAnswer): Promise<TurnEnd> {
	const { followUps, handOvers } = parts;
	const draft = await handOvers.findDraft(turn.conversation.tenant, handOverKey(turn));
	// A hand-over that a called agent demanded is `promised`.
	const isDemanded = answer.handOver === undefined || (answer.handOver === 'promised' && draft !== undefined);
	const isOwn = isDemanded && !answer.isFallback && !answer.isAwaited && !repeatsAsking(answer.reply);
	if (!isOwn) await followUps.answer(turn, 'not-answered');
	else if (saysNothing(answer.reply)) await followUps.answer(turn, 'nothing-to-say');
	else if (draft) await deliverAnswer(parts, nameAnswer(turn), answer);
	else await followUps.answer(turn, toFollowUp(parts, turn, answer.reply));
	return { kind: 'done' };
}

function toFollowUp({ abilities }: Pick<TurnParts, 'abilities'>, turn: Turn, reply: string): NewSend[] | 'nothing-to-say' {
	const sends = splitText(reply, abilities.maxTextLength).map((text, index) => ({
		key: `${nameAnswer(turn).key} ${index}`,
		run: nameRun(turn),
		content: { kind: 'text' as const, text },
	}));
	return sends.length > 0 ? sends : 'nothing-to-say';
}

type Delivered = Enqueued | { kind: 'handed-over' | 'nothing' };

/** Sends an answer, or hands the conversation over to people with it. @returns `nothing` for an answer without a text */
export async function deliverAnswer(
	{ outbox, abilities, ...parts }: Pick<TurnParts, 'outbox' | 'abilities' | 'handOvers' | 'handOver'>,
	{ tenant, conversation, turn, key, language: usual }: AnswerPlace,
	{ reply: text, handOver, unanswered }: TurnAnswer,
): Promise<Delivered> {
	const handedOver = handOverKey({ id: turn });
	const draft = await parts.handOvers.findDraft(tenant, handedOver);
	if (draft !== undefined || handOver !== undefined) {
		const { reason, language: talk } = draft ?? { reason: describeWhy(handOver!), language: usual };
		await parts.handOver({ tenant, conversation, key: handedOver, reason, talk, by: 'agent', lastWords: text, turn });
		return { kind: 'handed-over' };
	}
	const sends = splitText(text, abilities.maxTextLength).map((part, index) => ({
		key: `${key} ${index}`,
		run: nameTurnRun(turn),
		content: { kind: 'text' as const, text: part },
	}));
	return sends.length > 0
		? outbox.enqueue(tenant, conversation, sends, unanswered === undefined ? { answers: {} } : {})
		: { kind: 'nothing' };
}

export const givenUp = ({ id, followUp, conversation: { tenant, channel } }: Turn, reason: string): GivenUp => ({
	what: followUp ? 'follow-up' : 'turn',
	tenant,
	channel,
	id,
	reason,
});

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
