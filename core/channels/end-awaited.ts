import { findLanguage, type Language } from '../base/text/language';
import { readWords } from '../conversations/hand-over/describe-unsent';
import type { AwaitedRun, Conversation, Mailbox } from '../ports/channels/mailbox';
import type { ChannelDirectory } from '../ports/channels/channel-records';
import type { Outbox } from '../ports/channels/outbox';
import type { HandOvers } from '../ports/channels/hand-overs';
import type { WorkKind } from '../work/attempt-work';
import { deliverAnswer, type TurnAnswer } from './answer-turn';
import { handOverKey } from '../conversations/mailbox/hand-over-key';
import type { HandOverRequest } from './hand-over';
import { nameRunEnd, nameTurnRun } from '../conversations/mailbox/name-turn-run';

/** Why a run that waited for a person has no answer. `ended`: it went on after a decision, and its answer did not arrive. */
type WhyLost = 'undecided' | 'cancelled' | 'ended';

/** State of a run that waited for a person. `lost`: no answer will come. */
export type AwaitedAnswer = { kind: 'waits' } | { kind: 'lost'; why: WhyLost; code?: string } | ({ kind: 'answer' } & TurnAnswer);

/** @throws TroupeError for what a later attempt can change */
export type FindAnswer = (awaited: AwaitedRun, signal: AbortSignal) => Promise<AwaitedAnswer>;

interface TellParts {
	mailbox: Pick<Mailbox, 'endAwaited' | 'readMessages'>;
	outbox: Pick<Outbox, 'enqueue'>;
	handOvers: Pick<HandOvers, 'findDraft'>;
	directory: ChannelDirectory;
	handOver(request: HandOverRequest): Promise<unknown>;
}

interface AwaitedParts extends TellParts {
	mailbox: TellParts['mailbox'] & Pick<Mailbox, 'awaited'>;
	findAnswer: FindAnswer;
	readLanguage?: (tenant: string) => Promise<Language | undefined>;
}

/** Interval of the check for runs that ended without an answer; runs with an answer notify the customer themselves. */
const lookMs = 300_000;

export const endAwaited = ({ findAnswer, ...parts }: AwaitedParts): Omit<WorkKind<AwaitedRun>, 'onFault'> => ({
	queue: parts.mailbox.awaited,
	retry: { firstMs: 10_000, maxMs: lookMs },
	async perform(awaited, work, signal) {
		const answer = await findAnswer(awaited, signal);
		if (answer.kind === 'waits') return void (await parts.mailbox.awaited.retry(work, lookMs));
		await (answer.kind === 'lost' ? tellLost(parts, awaited, answer) : tellEnd(parts, awaited, answer));
	},
});

/** Answers a customer once, after the run ended later than its turn. If the customer cannot be answered, people get the answer. */
export async function tellEnd(parts: TellParts, awaited: AwaitedRun, answer: TurnAnswer): Promise<void> {
	const { turn, conversation } = awaited;
	const { tenant, id, channel } = conversation;
	const key = nameRunEnd(turn);
	if (!(await hasAnswer(parts, awaited, answer))) return tellLost(parts, awaited, { why: 'ended' });
	const open = await parts.directory.find(tenant, channel);
	if (open !== undefined) {
		const language = await readLanguageOf(parts, conversation);
		const place = { tenant, conversation: id, turn, key, language };
		const { kind } = await deliverAnswer({ ...parts, abilities: open.channel.abilities }, place, answer);
		if (kind !== 'queued' && kind !== 'handed-over') {
			const summary = { notes: answer.reply };
			await parts.handOver({ tenant, conversation: id, key, by: 'agent', reason: decided, summary, talk: language });
		}
	}
	await parts.mailbox.endAwaited(awaited);
}

/** An end without an answer to the customer is a failure, for people; the agent may have said so before. */
async function hasAnswer({ handOvers }: TellParts, { turn, conversation }: AwaitedRun, answer: TurnAnswer): Promise<boolean> {
	if (answer.handOver !== undefined || (answer.unanswered === undefined && answer.reply.trim() !== '')) return true;
	return (await handOvers.findDraft(conversation.tenant, handOverKey({ id: turn }))) !== undefined;
}

async function tellLost(
	parts: TellParts & Pick<AwaitedParts, 'readLanguage'>,
	awaited: AwaitedRun,
	{ why, code }: Omit<Extract<AwaitedAnswer, { kind: 'lost' }>, 'kind'>,
): Promise<void> {
	const { turn, conversation } = awaited;
	const { tenant, id } = conversation;
	const language = await readLanguageOf(parts, conversation, await parts.readLanguage?.(tenant));
	const facts = why === 'ended' ? ` (${code === undefined ? '' : `${code}; `}troupe run show ${nameTurnRun(turn)})` : '';
	await parts.handOver({
		tenant,
		conversation: id,
		key: nameRunEnd(turn),
		by: 'agent',
		talk: language,
		reason: { en: reasons[why].en + facts, pt: reasons[why].pt + facts },
		lastWords: (why === 'ended' ? unfinished : undecided)[language],
	});
	await parts.mailbox.endAwaited(awaited);
}

/** Enough to detect the language. */
const maxRead = 10;

export async function readLanguageOf(
	{ mailbox }: Pick<TellParts, 'mailbox'>,
	{ tenant, id }: Conversation,
	usual?: Language,
): Promise<Language> {
	const messages = (await mailbox.readMessages(tenant, id, maxRead)).filter(({ author }) => author === 'contact');
	const texts = messages.map(({ content }) => content.map(readWords).join(' '));
	return findLanguage({ message: texts.at(-1) ?? '', earlier: texts.slice(0, -1), ...(usual && { usual }) });
}

const decided: Record<Language, string> = {
	en: 'the run of the agent has ended after a decision',
	pt: 'a execução do agente terminou após uma decisão',
};

const reasons: Record<WhyLost, Record<Language, string>> = {
	undecided: {
		en: 'nobody decided in time about what the agent asked',
		pt: 'ninguém decidiu a tempo sobre o que o agente perguntou',
	},
	cancelled: { en: 'the run was cancelled', pt: 'a execução foi cancelada' },
	ended: {
		en: 'the run went on after a decision, and the customer has no answer of it',
		pt: 'a execução seguiu após uma decisão, e o cliente ficou sem a resposta dela',
	},
};

const undecided: Record<Language, string> = {
	en: 'I have no decision on your request yet. A person of our team will get back to you.',
	pt: 'Ainda não tenho uma decisão sobre o seu pedido. Uma pessoa da nossa equipe vai retornar para você.',
};

const unfinished: Record<Language, string> = {
	en: 'I could not finish your request here. A person of our team will get back to you.',
	pt: 'Não consegui concluir o seu pedido por aqui. Uma pessoa da nossa equipe vai retornar para você.',
};
