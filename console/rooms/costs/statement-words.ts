import { defineWords, plural } from '../../words/words';

export const statementWords = defineWords(
	{
		title: 'Statement of a month',
		month: 'Month',
		agent: 'Agent',
		model: 'Model',
		none: 'None',
		total: 'Total',
		calls: 'Calls',
		input: 'Input tokens',
		output: 'Output tokens',
		cost: 'Cost',
		download: 'Download statement',
		empty: 'No model was called in this month.',
		open: (timeZone: string) => `Open: the amounts still change. The month is one of the time zone ${timeZone}.`,
		ended: (timeZone: string) =>
			`Over, but not closed: it is closed within six hours, unless it ended before statements were kept. The month is one of the time zone ${timeZone}.`,
		closed: (when: string, timeZone: string) => `Closed ${when}. The month is one of the time zone ${timeZone}.`,
		corrections: (count: number) => `${plural(count, 'correction', 'corrections')} since then, which the amounts include.`,
		unpriced: (count: number) => `${plural(count, 'call', 'calls')} without a price, which the cost does not include.`,
	},
	{
		title: 'Extrato de um mês',
		month: 'Mês',
		agent: 'Agente',
		model: 'Modelo',
		none: 'Nenhum',
		total: 'Total',
		calls: 'Chamadas',
		input: 'Tokens de entrada',
		output: 'Tokens de saída',
		cost: 'Custo',
		download: 'Baixar extrato',
		empty: 'Nenhum modelo foi chamado neste mês.',
		open: (timeZone) => `Aberto: os valores ainda mudam. O mês é do fuso ${timeZone}.`,
		ended: (timeZone) =>
			`Encerrado, mas ainda não fechado: é fechado em até seis horas, a não ser que tenha acabado antes de haver extratos. O mês é do fuso ${timeZone}.`,
		closed: (when, timeZone) => `Fechado em ${when}. O mês é do fuso ${timeZone}.`,
		corrections: (count) => `${plural(count, 'correção', 'correções')} depois disso, já incluídas nos valores.`,
		unpriced: (count) => `${plural(count, 'chamada', 'chamadas')} sem preço, fora do custo.`,
	},
);
