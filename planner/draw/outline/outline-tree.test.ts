import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { detectLanguage } from '../../../core/base/text/language';
import { sketchTree } from '../../../test/support/plans/sketch-tree';
import type { Picture } from '../../plan';
import { readyWishes } from '../ready/ready-wishes';
import { listLists, listTasks } from '../../tree/list-tasks';
import { outlineTree } from './outline-tree';

const draw = (wish: string, picture: Picture = {}) => outlineTree({ wish, language: detectLanguage(wish), picture });
const answer = (text: string) => ({ text, from: 'answer' as const });

it.each([
	[
		'When a customer sends an order by email, the clerk checks the stock. If the goods are available, the warehouse packs the order and sends it to the customer. Otherwise the clerk informs the customer. Finally the invoice is sent by finance.',
		`message email-received message
human Check the stock [clerk] > goodsAvailable
choice The goods are available?
  (goodsAvailable = true)
    human Pack the order [warehouse]
    human Send the order to the customer [warehouse]
  (else)
    human Inform the customer [clerk]
human Send the invoice [finance]
end Done`,
	],
	[
		'Todo dia às 8h, busque os leads novos no HubSpot, classifique cada um e envie um resumo no Slack para o time de vendas.',
		`timer 0 0 8 * * *
node Buscar os leads novos no HubSpot
agent Classificar cada um
node Enviar um resumo no Slack para o time de vendas
end Concluído`,
	],
	[
		'Quando um cliente reclama no WhatsApp, classifique a mensagem. Se for urgente, o gerente liga para o cliente; senão, responda com um texto padrão. Registre tudo na planilha.',
		`message ticket-received message
agent Classificar a mensagem > urgente
choice Urgente?
  (urgente = true)
    human Ligar para o cliente [gerente]
  (else)
    agent Responder com um texto padrão
node Registrar tudo na planilha
end Concluído`,
	],
	[
		'1. Conferir os dados da nota no SAP\n2. Aprovar o pagamento (gerente)\n3. Pagar a nota\n4. Arquivar a nota no Google Drive',
		`manual
agent Conferir os dados da nota no SAP
human Aprovar o pagamento [gerente] > approved
choice Aprovado?
  (approved = false)
    end Não aprovado
node Pagar a nota
node Arquivar a nota no Google Drive
end Concluído`,
	],
	[
		'Write a draft and review it until the editor approves it. Then publish it on WordPress and post it on LinkedIn in parallel.',
		`manual
loop Until the editor approves it (approved = true)
  agent Write a draft
  human Review a draft [team] > approved
parallel At the same time
  |
    node Publish it on WordPress
  |
    node Post it on LinkedIn
end Done`,
	],
	[
		'Call the applicant. Wait 3 days, then remind the applicant. For each document, check the signature.',
		`manual
human Call the applicant [team]
event Wait 3 days (P3D)
node Remind the applicant
human List: Document [team] > documentList
loop For each document (documentList)
  agent Check the signature
end Done`,
	],
	[
		'Se o valor passar de R$ 1.500,00, o diretor assina o contrato. Se não, o gerente assina o contrato.',
		`manual valor
choice O valor passar de R$ 1.500,00?
  (valor > 1500)
    human Assinar o contrato [diretor]
  (else)
    human Assinar o contrato [gerente]
end Concluído`,
	],
	[
		'The cook prepares the meal. Meanwhile the waiter sets the table. The order is cancelled if the guest leaves.',
		`manual guestLeaves
parallel At the same time
  |
    human Prepare the meal [cook]
  |
    human Set the table [waiter]
choice The guest leaves?
  (guestLeaves = true)
    node Cancel the order
end Done`,
	],
	[
		'Collect invoices from Gmail every day, extract supplier, date and total, save them in Google Sheets and warn finance on Slack when the total is above 10k.',
		`timer 0 0 9 * * *
node Collect invoices from Gmail
agent Extract supplier, date and total > total
node Save supplier, date and total in Google Sheets
choice The total is above 10k?
  (total > 10000)
    node Warn finance on Slack
end Done`,
	],
	[
		'Toda vez que chega um lead, registre no Pipedrive, mande um e-mail e, depois de 2 dias, se ele não respondeu, mande um WhatsApp. Se respondeu, passe para o vendedor.',
		`message lead-received message
node Registrar no Pipedrive
node Mandar um e-mail
event Depois de 2 dias (P2D)
human Verificar se respondeu [equipe] > respondeu
choice Não respondeu?
  (respondeu = false)
    node Mandar um WhatsApp
  (else)
    human Passe para o vendedor [vendedor]
end Concluído`,
	],
	[
		'Quando o utente faz uma encomenda, o armazém está a preparar a encomenda. O contabilista está a registar a factura e a enviar o recibo. Depois contactá-lo por telemóvel.',
		`message order-received message
human Preparar a encomenda [armazem]
human Registar a factura [contabilista]
human Enviar o recibo [contabilista]
human Contactar por telemóvel [equipe]
end Concluído`,
	],
])('draws the sentences of "%s"', (wish, expected) => {
	expect(sketchTree(draw(wish))).toBe(expected);
});

it('follows a template where the wish is a few words, and says nothing of it where the wish names steps', () => {
	expect(sketchTree(draw('Answer customer questions'))).toMatch(/^message message-received message\nagent Read the question/);
	expect(sketchTree(draw('Quero automatizar o atendimento'))).toMatch(/agent Responder a pergunta/);
	expect(sketchTree(draw('Answer the question of the customer and store it in the CRM'))).not.toContain('support');
});

it('has a template in the package for each of its wishes', () => {
	for (const { template, text } of readyWishes) {
		expect(existsSync(join(__dirname, '../../../providers/compose/templates/ready', template, 'template.json'))).toBe(true);
		for (const wish of [text.en, text.pt]) expect(listTasks(draw(wish).do).length).toBeGreaterThan(2);
	}
});

it('heeds the answers of the interview', () => {
	const wish = 'When an order arrives, check the stock and pay the supplier. If the order is large, inform the team.';
	const tree = draw(wish, {
		trigger: answer('A person fills in a form'),
		approvals: answer('Yes, the manager'),
		systems: answer('Slack'),
		decisions: answer('from 5,000'),
		data: answer('name, amount and delivery date'),
		exceptions: answer('The process ends'),
	});
	expect(sketchTree(tree)).toContain('form name amount deliveryDate');
	expect(sketchTree(tree)).toMatch(/human Approve: Pay the supplier \[manager\] > approved\nchoice Approved\?/);
	expect(sketchTree(tree)).toContain('(amount >= 5000)');
	expect(listTasks(tree.do).find(({ name }) => name === 'Inform the team')).toMatchObject({
		needs: expect.stringContaining('Slack') as string,
		onError: [{ kind: 'end' }],
	});
	expect(tree.inputs.find(({ name }) => name === 'name')?.personal).toBe(true);
});

it('draws any text within bounds, the same each time, with ids that are unique', () => {
	const words = fc.constantFrom(
		...'If the manager approves, otherwise. until and in parallel wait 3 days se senão para cada até que então , ; order pedido envia 1. \n - for each "<b>"'.split(
			' ',
		),
	);
	const text = fc.array(fc.oneof(words, fc.string()), { maxLength: 120 }).map((all) => all.join(' '));
	fc.assert(
		fc.property(text, fc.constantFrom('en' as const, 'pt' as const), (wish, language) => {
			const tree = outlineTree({ wish, language, picture: {} });
			expect(outlineTree({ wish, language, picture: {} })).toEqual(tree);
			const ids = listLists(tree.do)
				.flat()
				.map(({ id }) => id);
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids.every((id) => /^[a-z][a-z0-9-]{0,59}$/.test(id))).toBe(true);
			expect(ids.length).toBeLessThan(500);
			expect(tree.do.some(({ kind }) => kind !== 'end')).toBe(true);
			expect(listTasks(tree.do).every(({ name }) => name !== '' && name.length <= 60)).toBe(true);
		}),
		{ numRuns: 150 },
	);
});

it('reads a wish of max length in linear time', () => {
	const tree = draw('If a and b, then c until d, otherwise wait for e. '.repeat(2_000));
	expect(listTasks(tree.do).length).toBeLessThanOrEqual(100);
});

it('names a plan by its first sentence, and lets the group of an answer approve', () => {
	const wish = 'Customers ask for refunds. The manager approves the refund. Pay the refund.';
	expect(draw(wish).name).toBe('Customers ask for refunds');
	expect(listTasks(draw(wish, { approvals: answer('finance') }).do)).toContainEqual(expect.objectContaining({ who: 'finance' }));
});

it('names a plan that begins with a form by the first sentence of which a step is made', () => {
	const begun = 'Somebody fills in a form with invoice number and amount.';
	expect(draw(`${begun} The clerk checks the stock. Then the clerk ships it.`).name).toBe('The clerk checks the stock');
	expect(draw(`${begun} Finance pays the supplier.`).name).toBe('Finance pays the supplier');
});

const bonus = 'The employee asks for a bonus. If the bonus is large, the director approves it. Then finance pays the bonus.';
const whenOf = (wish: string, picture: Picture) =>
	listLists(draw(wish, picture).do)
		.flat()
		.flatMap((block) => (block.kind === 'choice' ? block.branches.map(({ when }) => when) : []));

it.each([
	['above 5,000', 'amount > 5000'],
	['from 5k on', 'amount >= 5000'],
	['up to 5000.50', 'amount <= 5000.5'],
	['US$ 5,000 or more', 'amount >= 5000'],
	['5000', 'amount > 5000'],
])('takes the limit of an answer into the condition: %s', (text, when) => {
	expect(whenOf(bonus, { decisions: answer(text) })).toContain(when);
});

it.each([
	['decisions', 'If the trip needs a visa, the manager checks it. Then HR books it.', 'above 5,000', 'amount > 5000'],
	['approvals', 'HR books the trip. Then finance pays the trip.', 'Yes, the manager above 5,000', 'amount > 5000'],
	['approvals', 'HR books the trip. The manager approves it. Then finance pays it.', 'only over 5 thousand', 'amount > 5000'],
	['approvals', 'HR books the trip. The manager approves it. Then finance pays it.', 'only over 5,000', 'amount > 5000'],
	['approvals', 'O RH reserva a viagem. Depois o financeiro paga a viagem.', 'Sim, o gerente, a partir de R$ 5.000,00', 'amount >= 5000'],
	['approvals', 'HR books the trip. Then finance pays the trip.', 'Yes, the manager within 2 days', undefined],
] as Array<[keyof Picture, string, string, string | undefined]>)('takes the limit of the answer on %s: %s %s', (slot, wish, text, when) => {
	const found = whenOf(wish, { [slot]: answer(text) }).filter((one) => /[<>]/.test(one));
	expect(found).toEqual(when === undefined ? [] : [when]);
});

it.each([
	['The clerk enters the invoice. The manager approves it above 500. The clerk pays it.', 'amount > 500'],
	['The clerk enters the invoice. Above 1,000 dollars, the manager approves it. The clerk pays it.', 'amount > 1000'],
	['The clerk enters the invoice. It is approved by the manager over 2k. The clerk pays it.', 'amount > 2000'],
	['O assistente registra a fatura. O gerente aprova acima de R$ 500. O assistente paga a fatura.', 'amount > 500'],
])('lets a person approve only above the limit of the clause: %s', (wish, when) => {
	expect(whenOf(wish, {}).filter((one) => one.includes(when.split(' ')[0]!))).toEqual([when]);
	expect(whenOf(wish, {})).toContain('approved = false');
	const tasks = listTasks(draw(wish).do);
	expect(tasks.map(({ name }) => name).join()).not.toMatch(/\d/);
	expect(tasks).toContainEqual(expect.objectContaining({ instructions: expect.stringMatching(/\d/) as string }));
});

it.each([
	'The clerk enters the invoice. The manager approves it up to 500. The clerk pays it.',
	'The clerk enters the order. The manager approves more than 3 items. The clerk pays it.',
	'The clerk enters the invoice. The manager approves it above 500. If it is approved, the clerk pays it.',
])('lets nobody go without an approval where the limit says not surely who needs none: %s', (wish) => {
	expect(whenOf(wish, {}).filter((one) => /[<>]/.test(one))).toEqual([]);
});

it('lets a person approve before what people do, too', () => {
	const tasks = listTasks(draw('HR books the trip. Then finance pays the trip.', { approvals: answer('Yes, the manager') }).do);
	expect(tasks.map(({ name }) => name)).toEqual(['Book the trip', 'Approve: Pay the trip', 'Pay the trip']);
});

it.each([
	['If the total is 5,000 or more, the manager signs it.', 'total >= 5000'],
	['If it costs 300 or less, the clerk pays it.', 'amount <= 300'],
	['Se o valor for de 2 mil para cima, o gerente assina.', 'valor >= 2000'],
])('reads a limit whose word follows the figure: %s', (wish, when) => expect(whenOf(wish, {})).toContain(when));
