import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tellsOfDelivery } from './appointments';
import { findCallTimes } from './call-times';
import { findDeadlines } from './deadlines';
import { findDiscounts } from './discounts';
import { findPrices } from './prices';
import { foldText } from './folded-text';
import { findStatements } from './statement-check';
import { processorSeconds } from '../../../../test/support/processor-time';
import { slowTest } from '../../../../test/support/slow-tests';

const finders = { price: findPrices, deadline: findDeadlines, discount: findDiscounts, call: findCallTimes };
type Name = keyof typeof finders;

/** Lines that start with `+` make the statement; lines with `-` do not. */
const linesOf = (file: string) =>
	readFileSync(join(__dirname, '../cases', `${file}.txt`), 'utf8')
		.split('\n')
		.filter(Boolean);
const says = async (name: Name, text: string) => (await findStatements(text, finders[name])).length > 0;

/** The blind halves were written before the detectors; the detectors were tuned on the other halves. */
const caseFiles = [
	...['price', 'price-blind', 'discount', 'discount-blind'],
	...['deadline', 'deadline-blind', 'deadline-appointment', 'deadline-appointment-blind', 'deadline-people'],
	...['call-time', 'call-time-blind'],
];

slowTest.each(caseFiles)('%s: finds 97 of 100, and flags at most 2 of 100', async (file) => {
	const name = file.split('-')[0] as Name;
	const wrong: Record<string, string[]> = { '+': [], '-': [] };
	const lines = linesOf(file);
	for (const line of lines) if ((await says(name, line.slice(2))) !== line.startsWith('+')) wrong[line[0]!]!.push(line);
	const count = (mark: string) => lines.filter((line) => line.startsWith(mark)).length;
	if (wrong['+']!.length > 0.03 * count('+') || wrong['-']!.length > 0.02 * count('-')) expect(wrong).toEqual({ '+': [], '-': [] });
});

test.each([
	'Temos em estoque, na faixa de 45 mil.',
	'A de 60 toneladas, com capacidade maior, gira na casa dos 90 mil.',
	'Ela pesa 4 toneladas e gira em torno de 60 mil.',
	'Esse modelo aguenta bem o turno e fica por volta de 70k.',
	'Para clientes novos uns 45 mil.',
	'Entregamos a prensa por uns 45 mil.',
])('finds a price beside a word that counts something else: %s', async (text) => expect(await says('price', text)).toBe(true));

test.each(['vendas', 'orçamentos'])('finds the promise of a team that sells: %s', async (team) =>
	expect(await says('deadline', `A equipe de ${team} responde em até 24 horas.`)).toBe(true),
);

test.each([...['posso te ligar às 14h?', 'a reunião é amanhã às 10h', 'we can call you at 3 pm', 'O técnico responde em até 24 horas.']])(
	'takes no time of a call or a meeting for a deadline: %s',
	async (text) => expect(await says('deadline', text)).toBe(false),
);

test.each([
	...[
		'Um vendedor te liga amanhã às 14h.',
		'Te ligamos na quinta às 15h.',
		'A reunião fica para terça-feira às 10h.',
		'Combinado, sexta às 9h!',
	],
	...[
		'Someone will call you tomorrow at 3 pm.',
		'Your visit is booked for Friday.',
		'Amanhã às 14h, o gerente te procura.',
		'Separei o horário das 15h de amanhã para você.',
	],
	...['Anotei o seu pedido, e um vendedor te liga amanhã às 15h.'],
])('finds the day or the hour of a call that nobody confirmed: %s', async (text) => expect(await says('call', text)).toBe(true));

test.each([
	...[
		'Anotei que você prefere uma ligação amanhã às 15h.',
		'I noted that you asked for a call on Friday at 3 pm.',
		'Você prefere terça ou quinta?',
	],
	...[
		'Ligue para nós amanhã às 8h.',
		'Um vendedor liga para você.',
		'Não há horário confirmado para a visita de sexta.',
		'Obrigado pela conversa de hoje.',
	],
	...['Atendemos por telefone até as 18h.', 'You can call us tomorrow from 8 am.'],
])('takes nothing for the hour of a call that the company does not promise: %s', async (text) =>
	expect(await says('call', text)).toBe(false),
);

test.each([
	...[
		'Até lá!',
		'Até logo.',
		'E até lá!',
		'Até breve, Rui!',
		'Obrigado, Rui, até amanhã!',
		'Boa tarde e até segunda!',
		'Um abraço, até a próxima.',
	],
	...[
		'Thanks, until tomorrow!',
		'Bye, see you then!',
		'Until then!',
		'Anotei que você prefere amanhã às 15h.',
		'I noted that you asked for Friday at 3 pm.',
	],
])('takes no goodbye and no wish that is only noted for a date: %s', async (text) =>
	expect([await says('deadline', text), await says('call', text)]).toEqual([false, false]),
);

test.each([
	'Entregamos até lá.',
	'Conseguimos, sim, até amanhã!',
	'Respondo até segunda!',
	'A máquina fica pronta até amanhã!',
	'We reply, until tomorrow at the latest.',
	'Anotei o seu pedido, e entregamos na sexta.',
])('finds a date that ends like a goodbye: %s', async (text) => expect(await says('deadline', text)).toBe(true));

test.each([
	...['A chave liga o motor em dois segundos.', 'A mesa desce em 3 segundos.', 'O ciclo leva cerca de 12 segundos.'],
	...['Ela faz um golpe a cada 2 segundos e retorna em um segundo.', 'O óleo sai em 4 s.', 'The press stops in two seconds.'],
])('takes no cycle of a machine for a deadline: %s', async (text) => expect(await says('deadline', text)).toBe(false));

test.each([
	...['O gerente liga em 30 segundos.', 'Respondo você em dois segundos.', 'Te ligo em 20 segundos.', 'A equipe responde em 30 segundos.'],
	...['A máquina chega em dois dias e liga em dois segundos.', 'Someone will call you in 30 seconds.', 'A máquina sai em 10 minutos.'],
])('finds a promise in seconds, and a delivery beside a cycle: %s', async (text) => expect(await says('deadline', text)).toBe(true));

test.each([
	...['Te ligo amanhã, e a máquina sai na segunda.', 'A instalação está marcada para quinta às 10h.', 'O técnico visita você na segunda.'],
	...[
		'Te ligo até sexta.',
		"We'll call you by Friday.",
		'Uma pessoa continua por aqui e entregamos na sexta.',
		'Ligamos a máquina amanhã.',
	],
])('finds a date of work beside a call, and a promise to answer by then: %s', async (text) =>
	expect(await says('deadline', text)).toBe(true),
);

test('reports positions in the offsets of the original text', async () => {
	const text = 'Olá! Ｏ plano custa R$\u00a0１.５００,00 por mês. Já o básico custa cem reais.';
	const found = await findStatements(text, findPrices);
	expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['R$\u00a0１.５００,00', 'custa cem']);
});

slowTest.each(Object.keys(finders) as Name[])('%s: takes time that grows with the text, not faster', async (name) => {
	for (const nasty of ['1.', '1 ', 'mil e ', 'r$ ', 'custa ', 'até ', 'em 3 ', '10% ', 'de 1 por ', 'dias ', 'sexta ', 'desconto ', 'a']) {
		const text = nasty.repeat(Math.ceil(16_000 / nasty.length));
		expect(await processorSeconds(() => findStatements(text, finders[name]))).toBeLessThan(5);
	}
});

test('reads long sentences in windows without cutting words or losing matches', async () => {
	const filler = 'palavra '.repeat(400);
	const text = `${filler}custa cem reais ${filler}R$ 20 ${filler}`;
	const found = await findStatements(text, findPrices);
	expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(
		['custa cem reais', 'R$ 20'].map((price) => price.replace(' reais', '')),
	);
	const words = await findStatements('1234567'.repeat(1_000), ({ text: window }) => [{ start: 0, end: window.length }]);
	expect(words).toEqual([{ start: 0, end: 7_000 }]);
});

test.each([
	...['A prensa chega na quinta às 15h.', 'Entregamos em 30 dias úteis.', 'O prazo de entrega é de 20 dias.', 'Fica pronta até sexta.'],
	...['A máquina sai da fábrica no dia 20.', 'A instalação é na próxima semana.', 'A produção leva três semanas.'],
	...['It ships tomorrow.', 'Delivery is on Friday.', 'The lead time is six weeks.'],
])('tells when something is delivered: %s', (text) => expect(tellsOfDelivery(foldText(text).text)).toBe(true));

test.each([
	...['O gerente liga em 10 minutos.', 'O técnico visita você na segunda.', 'O técnico instala a máquina na terça.', 'Em 24 horas.'],
	...['A proposta chega amanhã.', 'Respondo até sexta.', 'O boleto vence amanhã.', 'Nossa equipe retorna em até 2 horas.'],
	...['Uma pessoa continua a conversa por aqui, e a máquina chega na sexta.', 'O reembolso sai em dois dias.', 'Até amanhã confirmamos.'],
	...[
		'O conserto fica pronto na quarta.',
		'Someone will call you in 15 minutes.',
		'The technician comes on Monday.',
		'We reply within a day.',
	],
])('tells of people who call, come or answer, or of neither: %s', (text) => expect(tellsOfDelivery(foldText(text).text)).toBe(false));
