import { detectLanguage } from '../../../core/base/text/language';
import { sketchTree } from '../../../test/support/plans/sketch-tree';
import { checkTree } from '../../tree/check-tree';
import type { Picture } from '../../plan';
import { listTasks } from '../../tree/list-tasks';
import { outlineTree } from './outline-tree';

const draw = (wish: string, picture: Picture = {}) => outlineTree({ wish, language: detectLanguage(wish), picture });

it.each([
	[
		'When a customer asks for money back, the manager approves. When the manager says no, tell the customer. Then pay the refund.',
		`message message-received message
human Approve [manager] > approved
choice The manager says no?
  (approved = false)
    node Tell the customer
    end Not approved
node Pay the refund
end Done`,
	],
	[
		'An employee asks for leave. The manager decides. When she says no, tell the employee why. When she says yes, book the days. Finally archive the request.',
		`manual
human Ask for leave [employee]
human Decide [manager] > approved
choice She says no?
  (approved = false)
    node Tell the employee why
  (else)
    node Book the days
node Archive the request
end Done`,
	],
	[
		'The clerk checks the order. If Maria says no, tell the customer. In any case, archive the order.',
		`manual
human Check the order [clerk]
human Decide [maria] > approved
choice Maria says no?
  (approved = false)
    node Tell the customer
node Archive the order
end Done`,
	],
	[
		'Ana calls the lead. If the lead says yes, send the proposal. If the lead says no, close the deal.',
		`manual
human Call the lead [ana] > leadSaysYes
choice The lead says yes?
  (leadSaysYes = true)
    node Send the proposal
  (else)
    node Close the deal
end Done`,
	],
	[
		'A secretária regista o pedido. Se o chefe disser que não, avise o cliente. Depois facture a encomenda.',
		`manual
human Registar o pedido [secretaria]
human Decidir [chefe] > approved
choice O chefe disser que não?
  (approved = false)
    node Avisar o cliente
    end Não aprovado
node Facturar a encomenda
end Concluído`,
	],
	[
		'The clerk checks the bill. If it is more than 300 dollars, ask the owner to approve it. When the owner says no, write to the tenant. Then pay it.',
		`manual amount
human Check the bill [clerk]
choice More than 300 dollars?
  (amount > 300)
    human Approve the bill [owner] > approved
    choice The owner says no?
      (approved = false)
        agent Write to the tenant
        end Not approved
node Pay the bill
end Done`,
	],
	[
		'Pedir a revisão ao advogado. Se a Maria não aprovar, avise o cliente. Em qualquer caso, arquive o processo.',
		`manual
human Revisar [advogado]
human Decidir [maria] > approved
choice A Maria não aprovar?
  (approved = false)
    node Avisar o cliente
node Arquivar o processo
end Concluído`,
	],
])('lets an answer of somebody choose the way: %s', async (wish, expected) => {
	const tree = draw(wish);
	expect(sketchTree(tree, true)).toBe(expected);
	expect(await checkTree(tree)).toEqual([]);
});

it.each([
	[
		'We send the quote. If the customer does not answer within two days, call them. Otherwise, file the quote.',
		`manual reference
node Send the quote
event Wait until the customer answers (message,P2D)
  (message)
    node File the quote
  (timer)
    human Call the customer [team]
end Done`,
	],
	[
		'Send the offer and wait for the answer. Call the customer if there is no answer after 3 days. If there is no answer within a week, close the case.',
		`manual reference
node Send the offer
event Wait for the answer (message,P3D)
  (timer)
    human Call the customer [team]
    event Wait for the answer (message,P4D)
      (timer)
        node Close the case
end Done`,
	],
	[
		'Ask Maria to approve the refund. If she does not decide within two days, the director approves it. Pay the refund.',
		`manual
human Approve the refund [maria] > approved
  (P2D)
    human Approve the refund [director] > approved
choice Approved?
  (approved = false)
    end Not approved
node Pay the refund
end Done`,
	],
	[
		'The assistant answers the client. Ask Maria to review it. If Maria does not finish within two days, the partner reviews it. When she says no, tell the client.',
		`manual
agent Answer the client
human Review it [maria] > approved
  (P2D)
    human Review it [partner] > approved
choice She says no?
  (approved = false)
    node Tell the client
end Done`,
	],
	[
		'The clerk checks the invoice. If the clerk does not check it within 3 days, tell the manager. Then pay it.',
		`manual
human Check the invoice [clerk]
  (P3D, goes on)
    node Tell the manager
node Pay the invoice
end Done`,
	],
	[
		'Mande o contrato ao cliente. Se ele assinar em até 5 dias, arquive o contrato, senão lembre o cliente.',
		`manual reference
node Mandar o contrato ao cliente
event Aguardar: ele assina (message,P5D)
  (message)
    node Arquivar o contrato
  (timer)
    node Lembrar o cliente
end Concluído`,
	],
	[
		'Every Monday, send the reminders. If the customer does not answer anything within two days, call them.',
		`timer 0 0 9 * * MON
node Send the reminders
human Find out: Reference [team] > reference
event Wait until the customer answers (message,P2D)
  (timer)
    human Call the customer [team]
end Done`,
	],
])('draws the way of a deadline: %s', async (wish, expected) => {
	const tree = draw(wish);
	expect(sketchTree(tree, true)).toBe(expected);
	expect(await checkTree(tree)).toEqual([]);
});

it.each([
	['Ask Ana to check the order. Have the warehouse pack it. Ask the customer to sign.', ['ana', 'warehouse', undefined]],
	['Get approval from Maria Silva. HubSpot sends the email. Everything is filed.', ['maria-silva', undefined, undefined]],
	['O pedido é conferido pela Ana. Peça ao financeiro que pague a fatura. O João liga ao cliente.', ['ana', 'financeiro', 'joao']],
])('gives a step to whom the wish names: %s', (wish, who) => {
	expect(listTasks(draw(wish).do).map((task) => (task.kind === 'human' ? task.who : undefined))).toEqual(who);
});

it('lets a person of the answer approve, by name', () => {
	const picture = { approvals: { text: 'Yes, above 500 Maria approves', from: 'answer' as const } };
	expect(listTasks(draw('HR books the trip. Then finance pays the trip.', picture).do)).toContainEqual(
		expect.objectContaining({ name: 'Approve: Pay the trip', who: 'maria' }),
	);
});

it('cuts a long name after a clause or a word, and keeps the whole beside it', () => {
	const long = 'The clerk checks the signed contract of the supplier of the northern branch with the lawyers of the bank in the capital';
	const [task] = listTasks(draw(long).do);
	expect(task).toMatchObject({ name: 'Check the signed contract of the supplier of the northern…', instructions: long });
	expect(draw(`${long}. Pay.`).purpose).toBe(`${long}. Pay.`);
});
