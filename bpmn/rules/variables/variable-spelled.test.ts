import { collectFindings, definitions, escapeXml, extensions, job, writeProcess } from '../../../test/support/bpmn/test-models';

const script = (id: string, expression: string, resultVariable: string): string =>
	`<bpmn:scriptTask id="${id}">${extensions(`<zeebe:script expression="${escapeXml(expression)}" resultVariable="${resultVariable}"/>`)}</bpmn:scriptTask>`;

const findings = (elements: string[], formFields?: string[]) =>
	collectFindings('variable-spelled', [definitions(writeProcess('p', ...elements))], { formFields });

test('finds a name that nothing writes and that is almost one that is written', async () => {
	const elements = [script('sum', '=1 + 1', 'totalAmount'), script('tax', '=totalAmuont * 0.2', 'tax')];
	expect(await findings(elements)).toEqual(['1.bpmn:tax uses the variable "totalAmuont", which nothing writes']);
	expect(await findings([script('tax', '=amuont > 5', 'x')], ['amount'])).toEqual([
		'1.bpmn:tax uses the variable "amuont", which nothing writes',
	]);
});

test.each([
	['a variable that is written', [script('a', '=1', 'amount'), script('b', '=amount', 'x')]],
	[
		'the name that a job reads',
		[job('troupe:agent', '<zeebe:ioMapping><zeebe:input source="=message" target="mesage"/></zeebe:ioMapping>')],
	],
	['a name that is like none', [script('a', '=1', 'amount'), script('b', '=customer', 'x')]],
	['one and several', [script('a', '=[1]', 'orders'), script('b', '=order', 'x')]],
	['numbered names', [script('a', '=1', 'reply1'), script('b', '=reply2', 'x')]],
	['a name that several elements use', [script('a', '=1', 'amount'), script('b', '=amuont', 'x'), script('c', '=amuont', 'y')]],
	['a name that the expression binds', [script('a', '=1', 'items'), script('b', '=for itens in [1] return itens', 'x')]],
	[
		'what an output takes from a worker',
		[script('a', '=1', 'reply'), job('work', '<zeebe:ioMapping><zeebe:output source="=repli" target="x"/></zeebe:ioMapping>')],
	],
	[
		'the result variable of a connector',
		[
			job(
				'io.camunda:http-json:1',
				'<zeebe:taskHeaders><zeebe:header key="resultExpression" value="={orderState: response.body}"/></zeebe:taskHeaders>',
			),
			script('b', '=orderState', 'x'),
			script('c', '=1', 'orderStatus'),
		],
	],
])('lets %s pass', async (_title, elements) => {
	expect(await findings(elements)).toEqual([]);
});
