import type { AwaitedRun, Mailbox } from '../ports/channels/mailbox';
import type { ChannelDirectory } from '../ports/channels/channel-records';
import type { Outbox } from '../ports/channels/outbox';
import type { HandOvers } from '../ports/channels/hand-overs';
import type { WorkKind } from '../work/attempt-work';
import { deliverAnswer, type TurnAnswer } from './answer-turn';
import type { HandOverRequest } from './hand-over';
import { nameTurnRun } from './name-turn-run';

/** What became of a run that waited for a person. `lost`: there will be no answer of it. */
export type AwaitedAnswer = { kind: 'waits' } | { kind: 'lost'; reason: string } | ({ kind: 'answer' } & TurnAnswer);

/** @throws TroupeError for what a later attempt can change */
export type FindAnswer = (awaited: AwaitedRun, signal: AbortSignal) => Promise<AwaitedAnswer>;

export interface AwaitedParts {
	mailbox: Pick<Mailbox, 'awaited'>;
	outbox: Pick<Outbox, 'enqueue'>;
	handOvers: Pick<HandOvers, 'findDraft'>;
	directory: ChannelDirectory;
	handOver(request: HandOverRequest): Promise<unknown>;
	findAnswer: FindAnswer;
	readLanguage?: (tenant: string) => Promise<string | undefined>;
}

/** How often somebody looks whether a run goes on: whoever decided continues it, in any process. */
const lookMs = 10_000;

/** Tells customers what became of their runs that waited for a person, once, whoever decided and wherever the run went on. */
export const endAwaited = ({ findAnswer, ...parts }: AwaitedParts): Omit<WorkKind<AwaitedRun>, 'onFault'> => ({
	...{ queue: parts.mailbox.awaited, retry: { firstMs: lookMs, maxMs: 300_000 } },
	async perform(awaited, work, signal) {
		const answer = await findAnswer(awaited, signal);
		if (answer.kind === 'waits') return void (await parts.mailbox.awaited.retry(work, lookMs));
		await tell(parts, awaited, answer);
		await parts.mailbox.awaited.finish(work);
	},
});

async function tell(
	parts: Omit<AwaitedParts, 'findAnswer'>,
	{ turn, conversation: { tenant, id, channel } }: AwaitedRun,
	answer: Exclude<AwaitedAnswer, { kind: 'waits' }>,
): Promise<void> {
	const key = `run ${nameTurnRun(turn)} end`;
	const request = { tenant, conversation: id, key, by: 'agent' };
	if (answer.kind === 'lost') {
		const lastWords = undecided[(await parts.readLanguage?.(tenant)) ?? ''] ?? undecided.en!;
		return void (await parts.handOver({ ...request, reason: answer.reason, lastWords }));
	}
	const open = await parts.directory.find(tenant, channel);
	if (open === undefined) return;
	const outcome = await deliverAnswer({ ...parts, abilities: open.channel.abilities }, { tenant, conversation: id, turn, key }, answer);
	if (outcome === undefined || outcome.kind === 'queued') return;
	// A person has the conversation, or the customer opted out: people have to know.
	await parts.handOver({ ...request, reason: 'the run of the agent has ended after a decision', summary: { notes: answer.reply } });
}

const undecided: Record<string, string> = {
	en: 'I have no decision on your request yet. A person of our team will get back to you.',
	pt: 'Ainda não tenho uma decisão sobre o seu pedido. Uma pessoa da nossa equipe vai retornar para você.',
	es: 'Todavía no tengo una decisión sobre tu pedido. Una persona de nuestro equipo te va a responder.',
};
