import { type DayReport, describeReport } from './describe-report';
import { toBound } from './report-words';

const named = (who: string, more: object = {}) => ({ who, channel: 'sales', ...more });
const ends = { answered: 38, quoted: 1, blocked: 2, needsHuman: 0, limitReached: 0, modelFailures: 1, otherFailures: 0 };
const row = {
	origin: 'ad Prensas 40t',
	agent: 'sdr@1.2.0',
	leads: 5,
	qualified: 2,
	handedOver: 3,
	deals: 2,
	proposals: 1,
	won: 1,
	lost: 0,
};
const report: DayReport = {
	...{ day: '2026-11-28', timeZone: 'America/Sao_Paulo', isCut: false, conversations: 12, begun: 5, leads: 5 },
	...{ runs: 40, costUsd: 1.234, unpricedRuns: 0, perConversationUsd: 0.1, perLeadUsd: 0.12 },
	waiting: { count: 7, isCut: false, items: [45, 130, 3_000, 1, 1, 1, 1].map((minutes, n) => ({ ...named(`Maria ${n}`), minutes })) },
	hot: { count: 1, isCut: false, items: [named('Rui')] },
	handedOver: { count: 1, isCut: false, items: [{ ...named('Rui'), reason: 'quer\ncomprar' }] },
	...{ funnel: [row], funnelRows: 1 },
	unsent: { count: 1, isCut: false },
	deals: { opened: 2, won: 1, lost: 0, asOf: '2026-11-28T10:00:00.000Z', notReached: [], isCut: false },
	quality: {
		...{ ...ends, changedByRule: 3, reactions: { good: 3, bad: 1, other: 0 }, judged: { passed: 5, failed: 1 } },
		firstAnswer: { count: 5, medianSeconds: 12, p90Seconds: 95 },
		personAnswer: { count: 1, medianSeconds: 900, p90Seconds: 3_700 },
		handOversBy: { agent: 1, person: 0, program: 0 },
	},
};
const none = { count: 0, isCut: false, items: [] };
const quiet: DayReport = {
	...{ ...report, conversations: 0, begun: 0, leads: 0, runs: 0, costUsd: 0, perConversationUsd: null, perLeadUsd: null },
	...{ waiting: none, hot: none, handedOver: none, funnel: [], funnelRows: 0, unsent: { count: 0, isCut: false } },
	deals: { opened: 0, won: 0, lost: 0, asOf: null, notReached: [], isCut: false },
	quality: {
		...{ answered: 0, quoted: 0, blocked: 0, needsHuman: 0, limitReached: 0, modelFailures: 0, otherFailures: 0 },
		...{ changedByRule: 0, reactions: { good: 0, bad: 0, other: 0 }, judged: null, handOversBy: { agent: 0, person: 0, program: 0 } },
		firstAnswer: { count: 0, medianSeconds: null, p90Seconds: null },
		personAnswer: { count: 0, medianSeconds: null, p90Seconds: null },
	},
};

it('is a message that a person reads on a phone, in Portuguese', () => {
	expect(describeReport(report, 'pt').split('\n')).toEqual([
		'*Relatório de 28/11/2026*',
		'Conversas: 12 (5 novas)',
		'Aguardando resposta agora: 7',
		'- Maria 0 (sales), há 45 min',
		'- Maria 1 (sales), há 2 h 10 min',
		'- Maria 2 (sales), há 2 d 2 h',
		'- Maria 3 (sales), há 1 min',
		'- Maria 4 (sales), há 1 min',
		'- … e mais 2',
		'Clientes quentes: 1',
		'- Rui (sales)',
		'Transferidas para a equipe: 1',
		'- Rui (sales): quer comprar',
		'Clientes novos: 5',
		'- anúncio Prensas 40t, sdr@1.2.0: 5 (2 quentes, 3 transferidos, 1 proposta, 1 comprou)',
		'Negócios do dia: 2 abertos, 1 ganho',
		'Qualidade',
		'- Primeira resposta: metade em até 12 s, 90 % em até 2 min',
		'- Resposta da equipe após a transferência: metade em até 15 min, 90 % em até 1 h 2 min',
		'- 40 execuções do agente: 2 barradas por regra, 3 alteradas por regra, 1 sem modelo, 1 falha de modelo',
		'- Reações dos clientes: 👍 3, 👎 1',
		'- Respostas avaliadas: 6 (boas: 5)',
		'Custo: US$ 1,23 (40 execuções)',
		'- US$ 0,10 por conversa, US$ 0,12 por cliente',
		'Mensagens que não chegaram: 1',
	]);
});

it.each([
	[45, '45 s'],
	[60, '1 min'],
	[68, '2 min'],
	[90, '2 min'],
	[522, '9 min'],
	[3_541, '1 h 0 min'],
	[86_399, '1 d 0 h'],
	[90_001, '1 d 2 h'],
])('says of %d seconds that they are within %s', (seconds, bound) => {
	expect(toBound(seconds)).toBe(bound);
});

it('says of an empty day that it was one, and who waits since before', () => {
	expect(describeReport(quiet, 'pt')).toBe(
		'*Relatório de 28/11/2026*\nNenhuma conversa neste dia.\nNinguém está aguardando resposta.\nTodas as mensagens chegaram.',
	);
	const waiting = { count: 1, isCut: false, items: [{ ...named('Maria'), minutes: 0 }] };
	expect(describeReport({ ...quiet, waiting }, 'en').split('\n')).toEqual([
		...['*Report of 2026-11-28*', 'No conversations on this day.', 'Waiting for an answer now: 1', '- Maria (sales), for 1 min'],
		'All messages arrived.',
	]);
});

it('counts one as one', () => {
	const single = {
		...quiet,
		conversations: 1,
		begun: 1,
		leads: 1,
		runs: 1,
		costUsd: 0.0021,
		perConversationUsd: 0.0021,
		perLeadUsd: 0.0021,
	};
	const quality = { ...quiet.quality, answered: 1 };
	const funnel = [{ ...row, origin: null, leads: 1, qualified: 1, handedOver: 1, proposals: 0, won: 0, lost: 1 }];
	expect(
		describeReport({ ...single, quality, funnel, funnelRows: 1 }, 'pt')
			.split('\n')
			.slice(1),
	).toEqual([
		'Conversas: 1 (1 nova)',
		'Ninguém está aguardando resposta.',
		'Clientes novos: 1',
		'- origem desconhecida, sdr@1.2.0: 1 (1 quente, 1 transferido, 1 perdido)',
		'Qualidade',
		'- 1 execução do agente: nenhuma falha',
		'Custo: US$ 0,0021 (1 execução)',
		'- US$ 0,0021 por conversa, US$ 0,0021 por cliente',
		'Todas as mensagens chegaram.',
	]);
});

it('says what failed and what is not known', () => {
	const deals = { ...report.deals, notReached: [{ account: 'piperun vendas' }], isCut: true };
	const quality = { ...quiet.quality, modelFailures: 3, otherFailures: 1 };
	const failed: DayReport = {
		...{ ...report, isCut: true, costUsd: null, perConversationUsd: null, perLeadUsd: null, unpricedRuns: 40, deals, quality },
		funnel: [{ ...row, agent: null, proposals: null, won: 0 }],
	};
	const [text, pt] = [describeReport(failed, 'en'), describeReport(failed, 'pt')];
	expect(text).toContain('This day has more than the report reads: figures with + are minimums.\nConversations: 12+ (5 new)');
	expect(text).toContain('New customers: 5+\n- ad Prensas 40t, no agent: 5 (2 hot, 3 handed over, proposals unknown)');
	expect(text).toContain('Deals of the day: 2 opened, 1 won\nThe CRM did not answer (piperun vendas): deals are as of 2026-11-28 07:00 (');
	expect(text).toContain('- 0 runs of the agent: 3 failures of models, 1 other failure\nCost: unknown (40 runs)\n');
	expect(pt).toMatch(/O CRM não respondeu \(piperun vendas\): os negócios estão como em 28\/11\/2026 07:00 \(Horário .*Brasília\)\./);
	expect(describeReport({ ...failed, deals: { ...deals, asOf: null } }, 'pt')).toContain('os negócios estão como foram criados.');
});

it('keeps what strangers wrote to a part of its line', () => {
	const who = `Ana\n*Mensagens que não chegaram: 99*\n${'x'.repeat(200)}`;
	const waiting = { count: 1, isCut: false, items: [{ ...named(who), minutes: 5 }] };
	const funnel = [{ ...row, origin: `ad ${who}` }];
	const handedOver = { count: 1, isCut: false, items: [{ ...named(who), reason: who.repeat(9) }] };
	const text = describeReport({ ...report, waiting, funnel, handedOver }, 'pt');
	expect(text).toContain('- Ana Mensagens que não chegaram: 99 xxxx… (sales), há 5 min\n');
	expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(200);
	expect(text.split('\n').filter((line) => line.startsWith('Mensagens'))).toHaveLength(1);
	expect(text.length).toBeLessThan(4_096);
});
