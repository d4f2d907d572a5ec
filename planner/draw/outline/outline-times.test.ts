import { detectLanguage } from '../../../core/base/text/language';
import { sketchTree } from '../../../test/support/plans/sketch-tree';
import { checkTree } from '../../tree/check-tree';
import { listTasks } from '../../tree/list-tasks';
import { findUndrawn } from '../find-undrawn';
import { outlineTree } from './outline-tree';

const draw = (wish: string) => outlineTree({ wish, language: detectLanguage(wish), picture: {} });
const dues = (wish: string) => listTasks(draw(wish).do).map((task) => [task.name, task.kind === 'human' ? task.due : undefined]);

it('draws a form, a time limit, a counted noun and two subjects', () => {
	const tree = draw(
		'Quando chega um pedido de férias pelo formulário, o chefe aprova em três dias. Se forem mais de 10 dias, a diretora revisa. Depois os recursos humanos registam as férias e avisamos o funcionário.',
	);
	expect(sketchTree(tree)).toBe(`form dias
human Aprovar [chefe] > approved
choice Aprovado?
  (approved = false)
    end Não aprovado
choice Mais de 10 dias?
  (dias > 10)
    human Revisar [diretora]
human Registar as férias [recursos-humanos]
node Avisar o funcionário
end Concluído`);
	expect(listTasks(tree.do)[0]).toMatchObject({ due: 'P3D' });
});

it.each([
	['When a request arrives, the clerk checks it in three days and the manager signs it in one week.', ['P3D', 'P7D']],
	['When a request arrives, the clerk checks it. Within two days, the clerk files the folder.', [undefined, 'P2D']],
	['Quando chega um pedido, o gerente revisa o pedido. O gerente liga para o cliente em 2 dias úteis.', [undefined, 'P2D']],
])('takes a time limit out of the name: %s', (wish, due) => {
	expect(dues(wish).map(([, one]) => one)).toEqual(due);
	expect(dues(wish).join(' ')).not.toMatch(/days|dias|week|úteis/);
});

it.each([
	['When an order arrives, charge the card at most three times until the payment is accepted.', 3],
	['Quando chega um pedido, cobre o cartão no máximo quatro vezes até que o pagamento seja aceito.', 4],
	['When an order arrives, charge the card until the payment is accepted.', 10],
])('limits a loop as told: %s', (wish, limit) => {
	const tree = draw(wish);
	expect(tree.do.find(({ kind }) => kind === 'loop')).toMatchObject({ limit });
	expect(JSON.stringify(tree.do)).not.toMatch(/times|vezes/);
});

it.each([
	['If it is more than 10 days, the manager signs it.', 'days'],
	['If it is more than 500 dollars, the manager signs it.', 'amount'],
	['Se forem mais de 500 reais, o gerente assina.', 'valor'],
])('names a figure by what it counts: %s', (wish, name) => expect(draw(wish).inputs).toMatchObject([{ name, type: 'number' }]));

it.each([
	['When an order arrives through the web form, check it.', 'form'],
	['When an email with a form arrives, check it.', 'message'],
	['Quando um cliente envia o formulário, confira os dados.', 'form'],
])('begins by a form where it comes through one: %s', (wish, kind) => expect(draw(wish).trigger.kind).toBe(kind));

it('gives what we do after somebody to nobody else', () => {
	expect(listTasks(draw('The clerk records the payment and we send a letter.').do)).toMatchObject([{ who: 'clerk' }, { kind: 'node' }]);
});

it.each([
	['en', 'The clerk registers a contract. Three days before the contract ends, sales calls the customer.', 'contractEnds'],
	['pt', 'O atendente cadastra o contrato. Três dias antes do vencimento, o comercial liga para o cliente.', 'vencimento'],
] as const)('waits for the time before a date: %s', async (language, wish, name) => {
	const tree = outlineTree({ wish, language, picture: {} });
	expect(tree.do[0]).toMatchObject({ kind: 'human', writes: [{ name, type: 'date' }] });
	const date = `date and time(date(${name}) - duration("P3D"), time("00:00:00Z"))`;
	expect(tree.do[1]).toMatchObject({ kind: 'event', waits: [{ on: { kind: 'date', date } }] });
	expect(tree.do[2]).toMatchObject({ kind: 'human' });
	expect(await checkTree(tree)).toEqual([]);
});

it('says a time before a date that is not drawn', () => {
	const wish = 'Remind the patient by email two days before the appointment.';
	const tree = draw(wish);
	expect(findUndrawn({ wish, language: 'en', picture: {} }, tree)).toMatchObject([
		{ text: expect.stringContaining('two days before'), isTask: true },
	]);
});
