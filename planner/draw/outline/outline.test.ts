import { sketchTree } from '../../../test/support/plans/sketch-tree';
import type { Plan } from '../../plan';
import { checkTree } from '../../tree/check-tree';
import { listTasks } from '../../tree/list-tasks';
import { readTree } from '../../tree/read-tree';
import { outlineWish } from './outline';

type Picture = Plan['picture'];
const draw = (wish: string, language: 'en' | 'pt' = 'en', picture: Picture = {}) => outlineWish({ wish, language, picture });
const answer = (text: string) => ({ text, from: 'answer' as const });

it.each([
	[
		'en',
		[
			'When an order arrives:',
			'The clerk checks the order',
			'if above 500: the manager approves',
			'otherwise: finance: pay the order',
			'ask the agent support: answer the customer',
			'send to the customer by Slack: the order is paid',
			'wait 2 days',
			'Maria closes the case',
		],
		[
			'message order-received message amount',
			'human The clerk checks the order [clerk]',
			'choice Above 500?',
			'  (amount > 500)',
			'    human Approve: The clerk checks the order [manager] > approved',
			'    choice Approved?',
			'      (approved = false)',
			'        end Not approved',
			'  (else)',
			'    human Pay the order [finance]',
			'agent Answer the customer',
			'node Send by Slack',
			'event Wait 2 days (P2D)',
			'human Maria closes the case [team]',
			'end Done',
		],
	],
	[
		'pt',
		[
			'1. O atendente confere o pedido',
			'2. se o total for maior que 1.000: a gerente aprova a compra',
			'3. senão: o financeiro paga',
			'4. peça ao agente suporte: responder ao cliente',
			'5. envie por WhatsApp: o pedido foi pago',
			'6. aguarde 3 horas',
		],
		[
			'manual amount',
			'human O atendente confere o pedido [atendente]',
			'choice O total for maior que 1.000?',
			'  (amount > 1000)',
			'    human Aprovar: a compra [gerente] > approved',
			'    choice Aprovado?',
			'      (approved = false)',
			'        end Não aprovado',
			'  (else)',
			'    human O financeiro paga [financeiro]',
			'agent Responder ao cliente',
			'node Enviar por WhatsApp',
			'event Aguarde 3 horas (PT3H)',
			'end Concluído',
		],
	],
] as const)('draws a step of each line (%s)', async (language, lines, expected) => {
	const { tree, isProse } = draw(lines.join('\n'), language);
	expect(isProse).toBe(false);
	const { tree: read, faults } = readTree(tree);
	expect([...faults, ...(await checkTree(read!))]).toEqual([]);
	expect(sketchTree(read!).split('\n')).toEqual(expected);
});

it('waits for what somebody tells', async () => {
	const { tree } = draw('the clerk checks it\nwait for the delivery\nfinance: pay');
	expect(await checkTree(tree)).toEqual([]);
	expect(tree.do[1]).toMatchObject({ kind: 'event', waits: [{ on: { kind: 'message', name: 'the-delivery', key: 'reference' } }] });
	expect(tree.inputs).toMatchObject([{ name: 'reference' }]);
});

it('gives a step to whom its line names', () => {
	const { tree } = draw('The clerk checks it\nMaria approves\nthe sales team: call the customer\nfile the letter');
	const doers = listTasks(tree.do).map((task) => (task.kind === 'human' ? task.who : task.kind));
	expect(doers).toEqual(['clerk', 'maria', 'sales-team', 'team']);
});

it('names the agent and the service that a line names', () => {
	const { tree } = draw('ask the agent Support: answer it\nsend by email: it was paid');
	expect(tree.do.slice(0, 2)).toMatchObject([
		{ kind: 'agent', agent: 'support', needs: 'answer it' },
		{ kind: 'node', needs: 'Send by email: it was paid' },
	]);
});

it('lets a person find out what no figure says, and ends what is refused', () => {
	const { tree } = draw(
		'if the customer is new: the clerk calls\nMaria approves\nif not approved: ask the agent support: say why\nfinance: pay',
	);
	expect(sketchTree(tree).split('\n')).toEqual([
		'manual',
		'human Check: The customer is new [team] > customerNew',
		'choice The customer is new?',
		'  (customerNew = true)',
		'    human The clerk calls [clerk]',
		'human Approve: Check: The customer is new [maria] > approved',
		'choice Approved?',
		'  (approved = false)',
		'    agent Say why',
		'    end Not approved',
		'human Pay [finance]',
		'end Done',
	]);
});

it.each([
	['en', 'When an order arrives, the clerk checks it. If it is above 500, the manager approves. Then we answer.', 3],
	['pt', 'O atendente confere o pedido. Se passar de 500, o gerente aprova.\nDepois respondemos. Fim.', 4],
	['en', 'Pay the invoice', 1],
] as const)('makes a step of a person of each sentence of prose (%s): %s', (language, wish, steps) => {
	const { tree, isProse } = draw(wish, language);
	const tasks = listTasks(tree.do);
	expect([isProse, tasks.length, tree.do.length]).toEqual([true, steps, steps + 1]);
	expect(tasks.every(({ kind }) => kind === 'human')).toBe(true);
});

it('heeds answers about the start, the data, the people, the time and an approval', () => {
	const { tree } = draw('check it\nsend by Slack: done', 'en', {
		...{ trigger: answer('A person fills in a form'), data: answer('name and amount') },
		...{ actors: answer('finance'), approvals: answer('Yes, the manager, above 5,000'), deadline: answer('2 days') },
	});
	expect(sketchTree(tree).split('\n')).toEqual([
		'form name amount',
		'human Check it [finance]',
		'choice amount > 5000?',
		'  (amount > 5000)',
		'    human Approve: Send by Slack [manager] > approved',
		'    choice Approved?',
		'      (approved = false)',
		'        end Not approved',
		'node Send by Slack',
		'end Done',
	]);
	expect(tree.do[0]).toMatchObject({ who: 'finance', due: 'P2D' });
	expect(tree.inputs).toMatchObject([
		{ name: 'name', personal: true },
		{ name: 'amount', type: 'number' },
	]);
	expect(listTasks(draw('check it\npay it', 'en', { approvals: answer('No, nobody') }).tree.do)).toHaveLength(2);
});

it('takes the goal of an answer, and begins as it says', () => {
	const { tree } = draw('Mails', 'en', { goal: answer('every day at 9\nask an agent: answer the mails') });
	expect(sketchTree(tree).split('\n')).toEqual(['timer 0 0 9 * * *', 'agent Answer the mails', 'end Done']);
});
