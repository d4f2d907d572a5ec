import { collectFindings, definitions, escapeXml, extensions, writeProcess } from '../../../test/support/bpmn/test-models';

type Mappings = Partial<Record<'input' | 'output' | 'header', Array<[string, string]>>>;

function task(id: string, type: string, { input = [], output = [], header = [] }: Mappings = {}): string {
	const map = (kind: string, list: Array<[string, string]>) =>
		list.map(([target, source]) => `<zeebe:${kind} target="${target}" source="${escapeXml(source)}"/>`).join('');
	const headers = header.map(([key, value]) => `<zeebe:header key="${key}" value="${escapeXml(value)}"/>`).join('');
	return `<bpmn:serviceTask id="${id}">${extensions(
		`<zeebe:taskDefinition type="${type}"/><zeebe:taskHeaders>${headers}</zeebe:taskHeaders>`,
		`<zeebe:ioMapping>${map('input', input)}${map('output', output)}</zeebe:ioMapping>`,
	)}</bpmn:serviceTask>`;
}

const script = `<bpmn:scriptTask id="join">${extensions('<zeebe:script expression="=&#34;Note: &#34; + answer" resultVariable="note"/>')}</bpmn:scriptTask>`;

const find = (...tasks: string[]) => collectFindings('origins-kept', [definitions(writeProcess('p', ...tasks))], { target: '8.8' });

const asks = (source: string, more: Array<[string, string]> = []) => task('b', 'troupe:agent', { input: [['message', source], ...more] });

test.each<[string, string[]]>([
	['an output mapping of the reply alone', [task('a', 'troupe:agent', { output: [['answer', '=reply']] }), asks('=answer')]],
	[
		'a result expression without them',
		[task('a', 'troupe:agent', { header: [['resultExpression', '={answer: reply}']] }), asks('=answer')],
	],
	['a response', [task('a', 'troupe:http'), asks('=response.body.note')]],
	[
		'a response in the variable of the message',
		[task('a', 'troupe:http', { output: [['message', '=response.body']] }), task('b', 'troupe:agent')],
	],
	['a script that repeats it', [task('a', 'troupe:retrieve', { output: [['answer', '=passagesText']] }), script, asks('=note')]],
	[
		'what is remembered',
		[task('a', 'troupe:remember', { header: [['operation', 'recall']], output: [['answer', '=memories[1].text']] }), asks('=answer')],
	],
	[
		'results whose origins stay in the task, which has an input of that name',
		[task('a', 'troupe:agent', { input: [['origins', '=[]']] }), asks('=reply')],
	],
	['a connector of Camunda', [task('a', 'io.camunda:http-json:1', { header: [['resultVariable', 'answer']] }), asks('=answer.body')]],
])(
	'finds an agent task whose message comes from another task without its origins: %s (techlab-innov/llmtrace#350)',
	async (_name, tasks) => {
		expect(await find(...tasks)).toEqual([
			expect.stringMatching(/b takes its message from "\w+", with a text of "a", but not its origins/),
		]);
	},
);

test.each<[string, string[]]>([
	[
		'origins from a variable that nothing writes',
		[task('a', 'troupe:agent', { output: [['answer', '=reply']] }), asks('=answer', [['origins', '=origins']])],
	],
	[
		'misspelled origins',
		[
			task('a', 'troupe:agent', {
				output: [
					['answer', '=reply'],
					['from', '=origins'],
				],
			}),
			asks('=answer', [['origins', '=form']]),
		],
	],
	['origins that say nothing', [task('a', 'troupe:agent', { output: [['answer', '=reply']] }), asks('=answer', [['origins', '=[ ]']])]],
])('finds an agent task that maps origins which say nothing: %s', async (_name, tasks) => {
	expect(await find(...tasks)).toEqual([
		expect.stringMatching(/b takes its message from "answer", with a text of "a", but not its origins/),
	]);
});

test.each<[string, string[]]>([
	['results that are merged with their origins', [task('a', 'troupe:agent'), asks('=reply')]],
	[
		'origins beside the reply',
		[
			task('a', 'troupe:agent', {
				output: [
					['answer', '=reply'],
					['origins', '=origins'],
				],
			}),
			asks('=answer'),
		],
	],
	[
		'origins in the result expression',
		[task('a', 'troupe:agent', { header: [['resultExpression', '={answer: reply, origins: origins}']] }), asks('=answer')],
	],
	['origins mapped into the task', [task('a', 'troupe:http'), asks('=response.body', [['origins', '=["tool"]']])]],
	[
		'origins in a variable of another name',
		[
			task('a', 'troupe:agent', {
				output: [
					['answer', '=reply'],
					['from', '=origins'],
				],
			}),
			asks('=answer', [['origins', '=from']]),
		],
	],
	[
		'no origins where a person looks at texts',
		[
			task('a', 'troupe:http', { output: [['answer', '=response.body']] }),
			'<bpmn:userTask id="look"/>',
			asks('=answer', [['origins', '=[]']]),
		],
	],
	['what the other task does not return', [task('a', 'troupe:http', { output: [['answer', '=order.total']] }), asks('=answer')]],
	['a constant', [task('a', 'troupe:http', { output: [['answer', '="done"']] }), asks('=answer')]],
	['a message from outside', [task('a', 'troupe:http'), task('b', 'troupe:agent')]],
])('leaves alone %s', async (_name, tasks) => {
	expect(await find(...tasks)).toEqual([]);
});
