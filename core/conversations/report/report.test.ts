import type { ListedConversation } from '../../ports/channels/conversations';
import type { ConversationRuns } from '../../ports/runs/conversation-runs';
import { type DayReport, describeReport } from './describe-report';
import { sumDay } from './sum-day';

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
const ran = (costUsd: number | null, agent: string | null = 'sdr@1.0.0'): ConversationRuns => ({ runs: 2, costUsd, agent });

describe('a day', () => {
	it('has the conversations that began on it by origin and version of the agent, each contact once', () => {
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
		const sum = sumDay(found, runs, day);
		expect(sum).toMatchObject({
			conversations: 5,
			begun: 4,
			runs: 6,
			costUsd: expect.closeTo(0.6),
			perConversationUsd: expect.closeTo(0.2),
		});
		expect(sum.perLeadUsd).toBeCloseTo(0.3);
		expect([sum.hot.map(({ id }) => id), sum.handedOver.map(({ id }) => id)]).toEqual([['a', 'old'], ['a']]);
		expect(sum.funnel).toEqual([
			{ origin: 'ad Prensas 40t', agent: 'sdr@1.0.0', leads: 1, qualified: 1, handedOver: 1 },
			{ origin: 'ad Prensas 40t', agent: 'sdr@1.1.0', leads: 1, qualified: 0, handedOver: 0 },
			{ origin: null, agent: null, leads: 1, qualified: 0, handedOver: 0 },
		]);
	});

	it('costs nothing where no agent ran, and an unknown sum where no price is known', () => {
		expect(sumDay([one('a')], new Map(), day)).toMatchObject({ costUsd: 0, perConversationUsd: null, perLeadUsd: null });
		expect(sumDay([one('a')], new Map([['a', ran(null)]]), day)).toMatchObject({ costUsd: null, perLeadUsd: null });
	});
});

describe('a report', () => {
	const named = (who: string, more: object = {}) => ({ who, channel: 'sales', ...more });
	const report: DayReport = {
		...{
			day: '2026-11-28',
			isCut: false,
			conversations: 12,
			begun: 5,
			runs: 40,
			costUsd: 1.234,
			perConversationUsd: 0.1,
			perLeadUsd: 0.12,
		},
		waiting: { count: 7, items: [45, 130, 3_000, 1, 1, 1, 1].map((minutes, n) => ({ ...named(`Maria ${n}`), minutes })) },
		hot: { count: 1, items: [named('Rui')] },
		handedOver: { count: 1, items: [{ ...named('Rui'), reason: 'quer\ncomprar' }] },
		funnel: [{ origin: 'ad Prensas 40t', agent: 'sdr@1.2.0', leads: 5, qualified: 2, handedOver: 3 }],
		unsent: { count: 1 },
	};

	it('is a message that a person reads on a phone, in Portuguese', () => {
		expect(describeReport(report, 'pt').split('\n')).toEqual([
			'*Relatório de 28/11/2026*',
			'Conversas: 12 (novas: 5)',
			'Esperando resposta: 7',
			'- Maria 0 (sales): 45 min',
			'- Maria 1 (sales): 2 h 10 min',
			'- Maria 2 (sales): 2 d 2 h',
			'- Maria 3 (sales): 1 min',
			'- Maria 4 (sales): 1 min',
			'- … 2 mais',
			'Clientes quentes: 1',
			'- Rui (sales)',
			'Passadas para a equipe: 1',
			'- Rui: quer comprar',
			'Custo: US$ 1,23 (40 execuções)',
			'- US$ 0,10 por conversa, US$ 0,12 por cliente',
			'Clientes novos: 5',
			'- anúncio Prensas 40t, sdr@1.2.0: 5 (quentes: 2, passados para a equipe: 3)',
			'Mensagens que não chegaram: 1',
		]);
	});

	it('says in English what is not known', () => {
		const none = { count: 0, items: [] };
		const quiet = { ...report, waiting: none, hot: none, handedOver: none, funnel: [{ ...report.funnel[0]!, origin: null, agent: null }] };
		const text = describeReport({ ...quiet, isCut: true, costUsd: null, perConversationUsd: null, perLeadUsd: null }, 'en');
		expect(text).toContain(
			'The day has more conversations than this report reads.\nConversations: 12 (new: 5)\nWaiting for an answer: 0\n',
		);
		expect(text).toContain('Cost: unknown (40 runs)\nNew customers: 5\n- origin unknown: 5 (hot: 2, handed over: 3)\n');
	});
});
