import type { ConversationDeal } from '../../ports/channels/conversation-deals';
import type { ListedConversation } from '../../ports/channels/conversations';
import type { ConversationRuns, RunEnds } from '../../ports/runs/conversation-runs';
import { sumDay } from './sum-day';
import { sumQuality } from './sum-quality';

const day = { from: 1_000, to: 2_000 };
const one = (id: string, changes: Partial<ListedConversation> = {}): ListedConversation => ({
	...{
		id,
		names: [id],
		channel: 'sales',
		contact: `of ${id}`,
		name: null,
		mode: 'agent',
		sessionAgent: null,
		begunAt: 1_500,
		lastMessageAt: 1_600,
		wait: null,
	},
	...{ handOver: null, isHot: false, origin: null, assignedTo: null, lastMessage: null, ...changes },
});
const handOver = (at: number) => ({ at, reason: 'wants to buy', state: 'open', temperature: 'hot' });
const handed = (conversation: string, at: number) => ({ conversation, at, reason: 'wants to buy', state: 'open', by: 'agent' });
const ran = (costUsd: number | null, agent: string | null = 'sdr@1.0.0', unpriced = 0): ConversationRuns => ({
	...{ runs: 2, costUsd, agent, unpriced },
});
const deal = (conversation: string, changes: Partial<ConversationDeal> = {}): ConversationDeal => ({
	...{ account: 'piperun crm', id: conversation, conversation, recordedAt: 1_500, askedAt: 1_900 },
	...{ state: 'open', isProposed: false, closedAt: null, ...changes },
});
const sum = (found: ListedConversation[], facts: Partial<Parameters<typeof sumDay>[1]> = {}) =>
	sumDay(found, { runs: new Map(), handOvers: [], deals: [], ...facts }, day);

describe('a day', () => {
	it('has the conversations that began on it by origin and version of the agent, each contact once (botpress/botpress#4608)', () => {
		const ad = { via: 'ad' as const, title: 'Prensas 40t' };
		const found = [
			one('a', { origin: ad, isHot: true, handOver: handOver(1_700) }),
			one('b', { origin: ad, contact: 'of a' }),
			one('c', { origin: ad }),
			one('old', { begunAt: 10, isHot: true, handOver: handOver(20) }),
			one('d'),
		];
		const runs = new Map([
			['a', ran(0.1)],
			['b', ran(0.2)],
			['c', ran(0.3, 'sdr@1.1.0')],
		]);
		const summed = sum(found, { runs, handOvers: [handed('a', 1_700)] });
		expect(summed).toMatchObject({
			...{ conversations: 5, begun: 4, leads: 3, runs: 6, unpricedRuns: 0 },
			...{ costUsd: expect.closeTo(0.6), perConversationUsd: expect.closeTo(0.2), perLeadUsd: expect.closeTo(0.3) },
		});
		expect([summed.hot.map(({ id }) => id), summed.handedOver.map(({ conversation }) => conversation.id)]).toEqual([['a', 'old'], ['a']]);
		const none = { deals: 0, proposals: 0, won: 0, lost: 0 };
		expect(summed.funnel).toEqual([
			{ origin: 'ad Prensas 40t', agent: 'sdr@1.0.0', leads: 1, qualified: 1, handedOver: 1, ...none },
			{ origin: 'ad Prensas 40t', agent: 'sdr@1.1.0', leads: 1, qualified: 0, handedOver: 0, ...none },
			{ origin: null, agent: null, leads: 1, qualified: 0, handedOver: 0, ...none },
		]);
	});

	it('has totals in which a contact that came from two places is once', () => {
		const found = [
			one('a', { origin: { via: 'ad', title: 'Prensas 40t' }, isHot: true }),
			one('b', { origin: { via: 'ad', title: 'Guilhotinas' }, contact: 'of a', isHot: true }),
			one('c'),
		];
		const { funnel, funnelTotals } = sum(found, { deals: [deal('a', { state: 'won' }), deal('b', { id: '2', state: 'won' })] });
		expect(funnel.map(({ leads, won }) => [leads, won])).toEqual([
			[1, 1],
			[1, 1],
			[1, 0],
		]);
		expect(funnelTotals).toMatchObject({ leads: 2, qualified: 1, deals: 1, won: 1 });
	});

	it('has a hand-over of its own, once, also where the conversation was handed over again on the next one (getsentry/sentry#3955)', () => {
		const found = [one('a', { handOver: handOver(2_500) }), one('b')];
		const handOvers = [handed('a', 1_800), handed('b', 1_700), handed('a', 1_600), handed('gone', 1_500)];
		expect(sum(found, { handOvers }).handedOver.map(({ conversation, at }) => [conversation.id, at])).toEqual([
			['a', 1_800],
			['b', 1_700],
		]);
	});

	it('costs nothing where no agent ran, and an unknown sum where no price is known (langfuse/langfuse#4072)', () => {
		expect(sum([one('a')])).toMatchObject({ costUsd: 0, perConversationUsd: null, perLeadUsd: null });
		expect(sum([one('a')], { runs: new Map([['a', ran(null, 'sdr@1', 2)]]) })).toMatchObject({
			costUsd: null,
			perLeadUsd: null,
			unpricedRuns: 2,
		});
	});

	it('has the cost of an answer that failed after midnight, whose conversation has no message on it', () => {
		const runs = new Map([
			['a', ran(0.1)],
			['late', ran(0.2)],
		]);
		expect(sum([one('a')], { runs })).toMatchObject({ conversations: 1, runs: 4, costUsd: expect.closeTo(0.3) });
	});

	it('has the deals of its leads as far as they came, each customer once, and those that closed on it, without those that were deleted (GSA/touchpoints#2069)', () => {
		const found = [one('a'), one('b', { contact: 'of a' }), one('c'), one('d'), one('e')];
		const deals = [
			deal('a', { id: '1', state: 'lost', isProposed: true, closedAt: 1_600 }),
			deal('b', { id: '2', state: 'won', isProposed: true, closedAt: 1_700 }),
			// One that came back after it was lost is not lost.
			...[deal('c', { id: '3', state: 'lost', closedAt: 900, recordedAt: 800 }), deal('c', { id: '4' })],
			deal('d', { id: '5', state: 'removed' }),
			deal('e', { id: '6', state: 'lost', closedAt: 2_000 }),
			// The conversation is of last week, and the deal closed today.
			deal('old', { id: '7', state: 'won', isProposed: true, recordedAt: 10, closedAt: 1_999 }),
		];
		const summed = sum(found, { deals });
		expect(summed.deals).toEqual({ opened: 4, won: 2, lost: 1 });
		expect(summed.funnel).toMatchObject([{ leads: 4, deals: 3, proposals: 1, won: 1, lost: 2 }]);
	});

	it('does not know of proposals where no pipeline has a stage for them', () => {
		expect(sum([one('a')], { deals: [deal('a', { isProposed: null })] }).funnel).toMatchObject([{ deals: 1, proposals: null }]);
	});
});

describe('the quality of a day', () => {
	const ends: RunEnds = { answered: 9, quoted: 1, blocked: 2, needsHuman: 0, limitReached: 0, modelFailures: 1, otherFailures: 0 };
	const more = { changedByRule: 3, judged: null };

	it('has times of which nine of ten were no longer, who handed over, and how customers reacted', () => {
		const firstAnswerMs = [9, 1, 2, 3, 4, 5, 6, 7, 8, 100].map((seconds) => seconds * 1_000);
		const handOvers = ['agent', 'agent', 'user:ana', 'key:k1', 'process:sales', 'workflow:w'].map((by) => ({ ...handed('a', 1_500), by }));
		const reactions = { '👍': 1, '👍🏽': 1, '❤️': 2, '👎': 1, '🤔': 1 };
		expect(sumQuality({ firstAnswerMs, personAnswerMs: [], handOvers, reactions }, ends, more)).toEqual({
			...{ ...ends, ...more },
			firstAnswer: { count: 10, medianSeconds: 5, p90Seconds: 9 },
			personAnswer: { count: 0, medianSeconds: null, p90Seconds: null },
			handOversBy: { agent: 2, person: 2, program: 2 },
			reactions: { good: 4, bad: 1, other: 1 },
		});
	});
});
