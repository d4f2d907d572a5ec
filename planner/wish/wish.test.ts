import { findDuration, toHours } from './durations';
import { findPeople } from './find-people';
import { findSystems } from './find-systems';
import { findTriggers } from './find-trigger';
import { splitSentences } from './sentences';
import { isNo, leavesChoice } from './yes-no';

const split = (text: string) => splitSentences(text).map((sentence) => sentence.text);

it('keeps figures with points in one sentence (textlint-rule/sentence-splitter#6)', () => {
	expect(split('Take 33.33% of it. Is that fine? Go on.')).toEqual(['Take 33.33% of it', 'Is that fine', 'Go on']);
});

it('keeps figures with several points in one sentence (giellalt/giella-core#300)', () => {
	expect(split('Se passar de R$ 3.000.000.000.123,456 avise. Pare.')).toEqual(['Se passar de R$ 3.000.000.000.123,456 avise', 'Pare']);
});

it('splits lists, semicolons and lines, and keeps addresses, versions and abbreviations', () => {
	expect(split('1. Open shop.example.com v1.2\n- Ask Dr. Silva, e.g. by email; close it')).toEqual([
		'Open shop.example.com v1.2',
		'Ask Dr. Silva, e.g. by email',
		'close it',
	]);
	expect(split('a) one\nb) two\nthree')).toEqual(['one', 'two', 'three']);
	expect(splitSentences('x. '.repeat(10_000)).length).toBeLessThanOrEqual(120);
});

it.each([
	['A message arrives. An agent answers it.', 'en', { kind: 'message', name: 'message-received' }],
	['Whoever wants money back writes to us. An agent checks the order.', 'en', { kind: 'message', name: 'message-received' }],
	['Someone sends us an invoice. Pay it.', 'en', { kind: 'message', name: 'invoice-received' }],
	['Uma fatura chega. O financeiro paga.', 'pt', { kind: 'message', name: 'invoice-received' }],
	['Quem quer trocar escreve para nós.', 'pt', { kind: 'message', name: 'message-received' }],
	['Check the goods. A driver arrives.', 'en', undefined],
	['Each parcel that arrives is scanned.', 'en', undefined],
	['Every Friday at 5pm send it', 'en', { kind: 'timer', at: '0 0 17 * * FRI' }],
	['On the first day of each month pay the rent', 'en', { kind: 'timer', at: '0 0 9 1 * *' }],
	['every 30 minutes look', 'en', { kind: 'timer', at: 'R/PT30M' }],
	['Toda segunda-feira às 8h30 envie', 'pt', { kind: 'timer', at: '0 30 8 * * MON' }],
	['a cada 2 horas consulte', 'pt', { kind: 'timer', at: 'R/PT2H' }],
	['When an invoice arrives, pay', 'en', { kind: 'message', name: 'invoice-received' }],
	['Quando chega um currículo, leia', 'pt', { kind: 'message', name: 'application-received' }],
	['Somebody fills in the form', 'en', { kind: 'form' }],
	['O cliente preenche o formulário', 'pt', { kind: 'form' }],
	['It is started by hand', 'en', { kind: 'manual' }],
] as const)('finds how "%s" begins', (text, language, trigger) => {
	expect(findTriggers(text, language)[0]?.trigger).toEqual(trigger);
});

it('finds durations, people and systems in both languages', () => {
	expect(
		['in two business days', 'após 3 semanas', '45 min', 'em uma hora', '0 days', 'some days'].map((text) => findDuration(text)?.iso),
	).toEqual(['P2D', 'P21D', 'PT45M', 'PT1H', undefined, undefined]);
	expect(toHours('P1DT2H30M')).toBe(26.5);
	expect(findPeople('The team lead asks the legal team and a customer', 'en')).toEqual(['team lead', 'legal team', 'customer']);
	expect(findPeople('O time de vendas avisa o RH e o RH responde', 'pt')).toEqual(['time de vendas', 'rh']);
	expect(findSystems('Mande um e-mail e grave na planilha; depois no SAP, não em sapato')).toEqual(['Email', 'Planilha', 'SAP']);
});

it('tells refusals and answers that leave the choice', () => {
	expect(['No, nobody', 'ninguém', 'not needed', 'notify Ana', 'the manager'].map(isNo)).toEqual([true, true, true, false, false]);
	expect(
		[
			'you decide',
			'Não sei!',
			'tanto faz',
			' ',
			'I decide',
			'Não sei se o gerente ou o diretor aprova isso, mas um deles tem que aprovar sempre',
		].map(leavesChoice),
	).toEqual([true, true, true, true, false, false]);
});

it('takes an answer for what it says, where it begins like one that leaves the choice (18F/standup-slack-bot#69)', () => {
	const says = [
		...['skip the approval', 'any employee', 'Anything above 500', 'default to the manager', 'fine for the manager, not for me'],
		...["I don't know, maybe the manager", 'not sure: finance?', 'pula a aprovação', 'qualquer um do financeiro', 'não sei se o gerente'],
	];
	expect(says.filter(leavesChoice)).toEqual([]);
});

it('reads in many words that somebody does not know (GovReady/govready-q#48, john/drive.vote#810)', () => {
	const leaves = [
		...[
			'Skip',
			'skip this question please',
			'I don’t know, you decide',
			'not sure yet',
			'No idea, sorry!',
			'any of them is fine',
			'Any that fits',
		],
		...[
			'whatever you think is best',
			'I do not know what to say here',
			'ok',
			'sounds good',
			'não sei ainda',
			'Pula essa',
			'pode ser',
			'tanto faz pra mim',
		],
	];
	expect(leaves.filter((answer) => !leavesChoice(answer))).toEqual([]);
	expect(leavesChoice(`${'you know what '.repeat(5_000)}x`)).toBe(false);
});
