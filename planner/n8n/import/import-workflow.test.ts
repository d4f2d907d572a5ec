import { connect, filter, node, outline, read } from '../../../test/support/plans/workflows';
import { importChecked } from './check-import';
import type { ImportedWorkflow } from './imported-workflow';

const hook = node('Hook', 'webhook', { path: 'orders', httpMethod: 'POST' }, { typeVersion: 2 });
const http = (name: string, url = 'https://shop.example/x') => node(name, 'httpRequest', { url }, { typeVersion: 4.2 });
const split = (fieldToSplitOut: string) => node('Split', 'splitOut', { fieldToSplitOut, options: {} });
const noOp = (name: string) => node(name, 'noOp');

async function turn(workflow: ImportedWorkflow, answers: Record<string, string> = {}) {
	const { tree, faults, imported } = await importChecked(workflow, 'en', answers);
	expect(faults).toEqual([]);
	return { ...imported, tree: tree!, outline: outline(tree!.do), said: imported.said.map(({ text }) => text) };
}

const isLarge = node('Large?', 'if', filter('={{ $json.body.amount }}', 'number', 'gt', 100), { typeVersion: 2 });

test.each<[string, object[], string[], string]>([
	['a way that only one output has', [isLarge, http('A'), http('B')], ['Hook > Large?', 'Large? > A', 'A > B'], 'Large??[A B][]'],
	[
		'ways that come together',
		[isLarge, http('A'), http('B'), http('C')],
		['Hook > Large?', 'Large? > A', 'Large? 1> B', 'A > C', 'B > C'],
		'Large??[A][B] C',
	],
	[
		'a way that ends while the other goes on',
		[isLarge, http('A'), http('B'), noOp('Refused')],
		['Hook > Large?', 'Large? > A', 'Large? 1> Refused', 'A > B'],
		'Large??[A B][Refused.]',
	],
	[
		'ways that cross',
		[isLarge, { ...isLarge, name: 'Again?' }, http('A'), http('B')],
		['Hook > Large?', 'Large? > A', 'Large? 1> Again?', 'Again? > A', 'Again? 1> B', 'A > B'],
		'Large??[][Again??[][B Ends here.]] A B',
	],
	['ways at the same time', [http('A'), http('B'), node('M', 'merge'), http('C')], ['Hook > A, B', 'A > M', 'B > M', 'M > C'], '+[A][B] C'],
	[
		'some ways that meet before the others',
		[http('A'), http('B'), http('C'), node('M', 'merge'), node('N', 'merge'), http('D')],
		['Hook > A, B, C', 'A > M', 'B > M', 'M > N', 'C > N', 'N > D'],
		'+[+[A][B]][C] D',
	],
	[
		'what follows an error',
		[{ ...http('A'), onError: 'continueErrorOutput' }, http('B'), http('C')],
		['Hook > A', 'A > B', 'A 1> C'],
		'A^[C Ends here.] B',
	],
	['errors that are passed over', [{ ...http('A'), continueOnFail: true }, http('B')], ['Hook > A', 'A > B'], 'A^[] B'],
	['a disabled node', [{ ...http('A'), disabled: true }, http('B')], ['Hook > A', 'A > B'], 'B'],
	[
		'rounds until something is done',
		[
			http('Ask'),
			node('Done?', 'if', filter('={{ $json.state }}', 'string', 'equals', 'done'), { typeVersion: 2 }),
			node('Pause', 'wait', { amount: 2, unit: 'minutes' }, { typeVersion: 1.1 }),
			http('B'),
		],
		['Hook > Ask', 'Ask > Done?', 'Done? > B', 'Done? 1> Pause', 'Pause > Ask'],
		'Done?*[Ask Done?: done??[][Pause~]] B',
	],
	[
		'each item',
		[http('List'), node('Loop', 'splitInBatches', {}, { typeVersion: 3 }), http('A'), http('B')],
		['Hook > List', 'List > Loop', 'Loop > B', 'Loop 1> A', 'A > Loop'],
		'List Loop*[A] B',
	],
	[
		'what follows a Split Out, for each of its items',
		[split('body.lines'), { ...isLarge, name: 'Many?' }, http('A'), http('B')],
		['Hook > Split', 'Split > Many?', 'Many? > A', 'A > B'],
		'Split*[Many??[A B][]]',
	],
	[
		'a Split Out until its items come together',
		[split('lines'), http('A'), node('All', 'aggregate'), http('B')],
		['Hook > Split', 'Split > A', 'A > All', 'All > B'],
		'Split*[A] B',
	],
	[
		'a loop over the items of a Split Out',
		[split('lines'), node('Loop', 'splitInBatches', {}, { typeVersion: 3 }), http('A'), http('B')],
		['Hook > Split', 'Split > Loop', 'Loop > B', 'Loop 1> A', 'A > Loop'],
		'Loop*[A] B',
	],
	[
		'a Split Out of what no variable has, and one whose items are sorted',
		[http('List'), split('data'), http('A'), { ...split('rows'), name: 'Rows' }, node('Sort', 'sort'), http('B')],
		['Hook > List', 'List > Split', 'Split > A', 'A > Rows', 'Rows > Sort', 'Sort > B'],
		'List !Split A !Rows !Sort B',
	],
	[
		'a way back that no block can go',
		[isLarge, http('A'), { ...isLarge, name: 'Again?' }, http('B')],
		['Hook > Large?', 'Large? > A', 'Large? 1> B', 'A > Again?', 'Again? > B', 'Again? 1> A', 'B > Again?'],
		expect.stringContaining('!Go on at') as never,
	],
])('makes blocks of %s', async (_, nodes, lines, expected) => {
	expect((await turn(read([hook, ...nodes] as never, connect(...lines)))).outline).toEqual(expected);
});

test('reads the entries of a Split Out, with fields and without', async () => {
	const price = node('Price', 'httpRequest', { url: '=https://shop.example/{{ $json.sku }}' }, { typeVersion: 4.2 });
	const of = async (url: string) => {
		const { tree } = await turn(
			read([hook, split('body.lines'), { ...price, parameters: { url } }] as never, connect('Hook > Split', 'Split > Price')),
		);
		return [tree.inputs, tree.do];
	};
	const inputs = [{ name: 'lines', type: 'list' }];
	expect(await of('=https://shop.example/{{ $json.sku }}')).toMatchObject([
		inputs,
		[{ kind: 'loop', each: 'lines', as: 'item', do: [{ url: '="https://shop.example/" + string(item.sku)' }] }],
	]);
	expect(await of('=https://shop.example/{{ $json.lines }}')).toMatchObject([
		inputs,
		[{ kind: 'loop', each: 'lines', as: 'item', do: [{ url: '="https://shop.example/" + string(item)' }] }],
	]);
});

test('writes conditions, values and messages in FEEL', async () => {
	const { tree } = await turn(
		read(
			[
				hook,
				node(
					'Set',
					'set',
					{
						assignments: {
							assignments: [
								{ name: 'total', value: '={{ $json.body.price * 2 }}', type: 'number' },
								{ name: 'who', value: '=Dear {{ $json.body["first name"] }}', type: 'string' },
							],
						},
					},
					{ typeVersion: 3.4 },
				),
				node(
					'Route',
					'switch',
					{
						rules: {
							values: [
								{ ...filter('={{ $json.total }}', 'number', 'gte', '100'), outputKey: 'much' },
								{ ...filter("={{ $('Hook').item.json.body.tags }}", 'array', 'contains', 'vip'), outputKey: 'vip' },
							],
						},
						options: { fallbackOutput: 'extra' },
					},
					{ typeVersion: 3.2 },
				),
				node(
					'Order',
					'httpRequest',
					{
						method: 'POST',
						url: "=https://shop.example/{{ $('Hook').item.json.query.id }}",
						sendBody: true,
						specifyBody: 'json',
						jsonBody: '={ "sum": {{ $json.total }}, "text": "For {{ $json.who }}" }',
					},
					{ typeVersion: 4.2 },
				),
				node(
					'Answer',
					'@n8n/n8n-nodes-langchain.agent',
					{ promptType: 'define', text: '=Order {{ $json.order_id }} is {{ $json.state || "new" }}' },
					{ typeVersion: 1.9 },
				),
			],
			connect('Hook > Set', 'Set > Route', 'Route > Order', 'Route 1> Order', 'Route 2> Order', 'Order > Answer'),
		),
	);
	expect(tree).toMatchObject({
		trigger: { kind: 'message', name: 'orders' },
		inputs: expect.arrayContaining([
			{ name: 'price', type: 'number' },
			{ name: 'firstName', type: 'text', label: 'first name' },
			{ name: 'tags', type: 'list' },
		]) as never,
		do: [
			{
				kind: 'http',
				method: 'POST',
				body: '{"sum": (price * 2), "text": "For " + "Dear " + string(firstName)}',
				writes: [{ name: 'order', type: 'object' }],
			},
			{
				kind: 'agent',
				message: '"Order " + string(order.order_id) + " is " + (if order.state = null or order.state = "" then "new" else order.state)',
			},
		],
	});
	expect(JSON.stringify(tree)).not.toContain('Route');
});

test('asks people where n8n asks them, and waits where it waits', async () => {
	const { tree, asks, said } = await turn(
		read(
			[
				node(
					'Form',
					'formTrigger',
					{
						formFields: {
							values: [
								{ fieldLabel: 'Sum', fieldType: 'number', requiredField: true },
								{ fieldLabel: 'Kind', fieldType: 'dropdown', fieldOptions: { values: [{ option: 'a' }, { option: 'b' }] } },
							],
						},
					},
					{ typeVersion: 2.2 },
				),
				node('Approve', 'slack', { operation: 'sendAndWait', message: '=Pay {{ $json.Sum }}?' }, { typeVersion: 2.3 }),
				node('Yes?', 'if', filter('={{ $json.data.approved }}', 'boolean', 'true'), { typeVersion: 2 }),
				node('Reply', 'wait', { resume: 'webhook', limitWaitTime: true, resumeAmount: 3, resumeUnit: 'days' }),
				node(
					'Sub',
					'executeWorkflow',
					{
						workflowId: { __rl: true, mode: 'list', value: 'aB3', cachedResultName: 'Pay out' },
						workflowInputs: { value: { sum: "={{ $('Form').item.json.Sum }}" } },
					},
					{ typeVersion: 1.2 },
				),
			],
			connect('Form > Approve', 'Approve > Yes?', 'Yes? > Reply', 'Reply > Sub'),
		),
		{ who: 'finance', key: 'Sum' },
	);
	expect(tree).toMatchObject({
		trigger: { kind: 'form' },
		inputs: [
			{ name: 'sum', type: 'number', label: 'Sum' },
			{ name: 'kind', options: ['a', 'b'], required: false },
		],
		do: [
			{ kind: 'human', who: 'finance', shows: ['sum'], instructions: 'Pay …?', writes: [{ name: 'approveApproved', type: 'boolean' }] },
			{
				kind: 'choice',
				branches: [
					{
						when: 'approveApproved = true',
						do: [
							{ kind: 'event', waits: [{ on: { kind: 'message', name: 'Reply', key: 'sum' } }, { on: { duration: 'P3D' } }] },
							{ kind: 'call', process: 'pay-out', inputs: { sum: 'sum' } },
						],
					},
				],
			},
		],
	});
	expect(asks).toMatchObject({ who: ['Approve'], key: ['Reply'] });
	expect(said.join()).toContain('Pay out');
});

test('says of everything that has no equal which node it is, and why', async () => {
	const {
		tree,
		said,
		whole,
		outline: blocks,
	} = await turn(
		read(
			[
				hook,
				node('Sum up', 'code', { jsCode: 'const secret = 1;\nreturn items;' }, { typeVersion: 2 }),
				node('Odd?', 'if', filter('={{ $json.name.split(" ").at(-1) }}', 'string', 'regex', '^A'), { typeVersion: 2 }),
				node('Reply', 'respondToWebhook', {}),
				node('Row', 'googleSheets', { operation: 'append', title: '={{ $vars.sheet }}' }, { typeVersion: 4 }),
				node('Loose', 'httpRequest', { url: 'https://a.example' }),
				node('Old', 'cron', {}, { disabled: true }),
				node('Try', 'manualTrigger'),
				node('Note', 'stickyNote', { content: 'remember maria@example.com' }),
			],
			connect('Hook > Sum up', 'Sum up > Odd?', 'Odd? > Reply', 'Odd? 1> Row', 'Try > Sum up', 'Row > Gone'),
			{ pinData: { Hook: [{ json: { email: 'joao@example.com' } }] }, settings: { errorWorkflow: 'xyz' } },
		),
	);
	expect(blocks).toBe('!Sum up !Decide: Odd? Odd??[!Reply][!Row]');
	const reasons = JSON.stringify(tree);
	for (const text of ['is code', 'FEEL does not have', 'answers the request', '$vars']) expect(reasons).toContain(text);
	const all = [...whole, ...said].join('\n');
	for (const text of ['Loose', 'Old', 'Try', 'recorded data of 1', 'are not there: 1', 'the plan: 1', 'another workflow'])
		expect(all).toContain(text);
	expect(reasons + all).not.toMatch(/maria|joao|const secret/);
});

test.each([
	['3 and a size of 5', { batchSize: 5 }, 3, '“Loop” takes 5 items at once'],
	['1, whose default is 10', {}, 1, '“Loop” takes 10 items at once'],
	['3, whose default is 1', {}, 3, undefined],
])('says of a loop of version %s that entries go alone', async (_, parameters, typeVersion, expected) => {
	const nodes = [hook, http('List'), node('Loop', 'splitInBatches', parameters, { typeVersion }), http('A')];
	const ways = typeVersion === 1 ? ['Loop > A'] : ['Loop 1> A'];
	const imported = await turn(read(nodes as never, connect('Hook > List', 'List > Loop', ...ways, 'A > Loop')));
	const said = imported.said.find((text) => text.includes('at once'));
	if (expected === undefined) expect(said).toBeUndefined();
	else expect(said).toContain(expected);
});

test('names what an agent has to do, not that it is one, and leaves the values of a node to the person', async () => {
	const agent = node(
		'Sort it',
		'@n8n/n8n-nodes-langchain.agent',
		{ options: { systemMessage: 'Say refund or other.' } },
		{ typeVersion: 1.7 },
	);
	const mail = node('Mail', 'gmail', { sendTo: 'a@b.example', message: '={{ $json.x.map(y => y) }}' }, { typeVersion: 2.1 });
	const { tree } = await turn(read([hook, agent, mail] as never, connect('Hook > Sort it', 'Sort it > Mail')));
	expect(tree.do).toMatchObject([
		{ kind: 'agent', needs: 'Sort it. Say refund or other.' },
		{ kind: 'unsupported', details: ['sendTo: a@b.example', expect.stringMatching(/^message: /) as unknown] },
	]);
});
