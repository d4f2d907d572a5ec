import { definitions, collectFindings, job, writeProcess } from '../../test/support/bpmn/test-models';

const findings = (...parts: string[]) =>
	collectFindings('template-inputs-complete', [definitions(writeProcess('p', job('troupe:agent', ...parts)))]);
const header = (value: string) => `<zeebe:taskHeaders><zeebe:header key="agent" value="${value}"/></zeebe:taskHeaders>`;
const input = (source: string, target: string) => `<zeebe:ioMapping><zeebe:input source="${source}" target="${target}"/></zeebe:ioMapping>`;

test('lets a task pass whose agent is named by a header or an input', async () => {
	expect(await findings(header('support'), input('=question', 'message'))).toEqual([]);
	expect(await findings(input('=chosen', 'agent'))).toEqual([]);
});

test('finds a task without an agent', async () => {
	expect(await findings()).toEqual(['1.bpmn:work does not name an agent']);
	expect(await findings(header(''))).toEqual(['1.bpmn:work does not name an agent']);
	expect(await findings(input('=null', 'agent'))).toEqual(['1.bpmn:work does not name an agent']);
});

test('finds an input without a value', async () => {
	expect(await findings(header('support'), input('=', 'message'))).toEqual(['1.bpmn:work has no value for its input "message"']);
});

const findingsWith = (type: string, headers: Record<string, string>, ...parts: string[]) => {
	const all = Object.entries(headers).map(([key, value]) => `<zeebe:header key="${key}" value="${value}"/>`);
	const task = job(type, `<zeebe:taskHeaders>${all.join('')}</zeebe:taskHeaders>`, ...parts);
	return collectFindings('template-inputs-complete', [definitions(writeProcess('p', task))]);
};

test('finds a hand-over without a reason', async () => {
	expect(await findingsWith('troupe:hand-over', {}, input('=&quot;hot&quot;', 'reason'))).toEqual([]);
	expect(await findingsWith('troupe:hand-over', { labels: 'hot' })).toEqual(['1.bpmn:work does not say why a person goes on']);
});

describe('a guardrail', () => {
	const guardrail = (headers: Record<string, string>, ...parts: string[]) => findingsWith('troupe:guardrail', headers, ...parts);

	test('passes with an operation, and with a policy where it checks', async () => {
		expect(await guardrail({ operation: 'mask' })).toEqual([]);
		expect(await guardrail({ operation: 'check', policyId: 'sales' })).toEqual([]);
		expect(await guardrail({ operation: 'check-reply', policy: '{}' })).toEqual([]);
		expect(await guardrail({ operation: 'check' }, input('=rules', 'policy'))).toEqual([]);
	});

	test('is found without one', async () => {
		expect(await guardrail({ policyId: 'sales' })).toEqual(['1.bpmn:work does not name an operation']);
		expect(await guardrail({ operation: 'check' })).toEqual(['1.bpmn:work does not name a policy']);
		expect(await guardrail({ operation: 'check', policyId: '' })).toEqual(['1.bpmn:work does not name a policy']);
	});
});

test('a model needs an operation, and what that needs', async () => {
	const model = (headers: Record<string, string>, ...parts: string[]) => findingsWith('troupe:model', headers, ...parts);
	expect(await model({ operation: 'chat', models: 'openai:gpt-4.1-mini' })).toEqual([]);
	expect(await model({ operation: 'structured', models: 'openai:gpt-4.1-mini', schema: '{}' })).toEqual([]);
	expect(await model({ operation: 'chat' }, input('=chosen', 'models'))).toEqual([]);
	expect(await model({ operation: 'list' })).toEqual([]);
	expect(await model({ models: 'openai:gpt-4.1-mini' })).toEqual(['1.bpmn:work does not name an operation']);
	expect(await model({ operation: 'structured' })).toEqual(['1.bpmn:work does not name a model', '1.bpmn:work has no schema']);
});

test('an operation has to exist', async () => {
	expect(await findingsWith('troupe:model', { operation: 'structred', models: 'openai:gpt-4.1-mini' })).toEqual([
		'1.bpmn:work has the operation "structred", which does not exist',
	]);
	expect(await findingsWith('troupe:guardrail', { operation: 'hide' })).toEqual([
		'1.bpmn:work has the operation "hide", which does not exist',
	]);
});

test('a task of a CRM needs a credential', async () => {
	expect(await findingsWith('troupe:crm', { credential: 'piperun' })).toEqual([]);
	expect(await findingsWith('troupe:crm', {})).toEqual(['1.bpmn:work does not name a credential']);
});

test('tasks of knowledge need a collection', async () => {
	const collection = { collection: 'contracts' };
	expect(await findingsWith('troupe:ingest', collection)).toEqual([]);
	expect(await findingsWith('troupe:ingest', {}, input('=name', 'collection'))).toEqual([]);
	expect(await findingsWith('troupe:ingest', {})).toEqual(['1.bpmn:work does not name a collection']);
	expect(await findingsWith('troupe:retrieve', collection)).toEqual([]);
	expect(await findingsWith('troupe:retrieve', {})).toEqual(['1.bpmn:work does not name a collection']);
	expect(await findingsWith('troupe:remember', {})).toEqual([]);
});

test('a choice of authentication needs its own headers', async () => {
	const url = input('https://api.example.com', 'url');
	const http = (headers: Record<string, string>) => findingsWith('troupe:http', headers, url);
	expect(await http({ authentication: 'none' })).toEqual([]);
	expect(await http({ authentication: 'bearer', token: '${KEY}' })).toEqual([]);
	expect(await http({ authentication: 'bearer' })).toEqual(['1.bpmn:work has the authentication "bearer" without its Token']);
	expect(await http({ authentication: 'basic', username: 'ada' })).toEqual([
		'1.bpmn:work has the authentication "basic" without its Password',
	]);
});

describe('a node of n8n', () => {
	const node = (inputs: Record<string, string>, ...parts: string[]) =>
		findingsWith('troupe:n8n-node', { nodeType: 'n8n-nodes-base.slack', typeVersion: '2.4', ...inputs }, ...parts);
	const text = input('=text', 'parameters.text');

	test('passes with a header that names what is mapped', async () => {
		expect(await node({})).toEqual([]);
		expect(await node({ inputs: '' })).toEqual([]);
		expect(await node({ inputs: 'parameters' }, text)).toEqual([]);
		expect(await node({}, input('=lead', 'lead'))).toEqual([]);
	});

	test('passes with an item of a multi-instance task', async () => {
		const each = (headers: string) =>
			collectFindings('template-inputs-complete', [
				definitions(
					writeProcess(
						'p',
						`<bpmn:serviceTask id="work"><bpmn:extensionElements><zeebe:taskDefinition type="troupe:n8n-node"/><zeebe:taskHeaders><zeebe:header key="nodeType" value="a.b"/><zeebe:header key="typeVersion" value="1"/>${headers}</zeebe:taskHeaders></bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=pages" inputElement="items"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>`,
					),
				),
			]);
		expect(await each('<zeebe:header key="inputs" value="items"/>')).toEqual([]);
		expect(await each('')).toEqual(['1.bpmn:work has an input "items", which its header "inputs" does not name']);
	});

	test('is found with a name that no mapping sets, which a variable of the process would fill', async () => {
		expect(await node({ inputs: 'parameters, credentials' }, text)).toEqual([
			'1.bpmn:work names "credentials" in its header "inputs", but has no input mapping to it',
		]);
		expect(await node({ inputs: 'text' })).toEqual(['1.bpmn:work has an unknown name "text" in its header "inputs"']);
	});

	test('is found with a mapping that the header does not name', async () => {
		const finding = '1.bpmn:work has an input "parameters", which its header "inputs" does not name';
		expect(await node({}, text)).toEqual([finding]);
		expect(await node({ inputs: '' }, text)).toEqual([finding]);
	});
});

test('finds an input that is almost one that the job reads', async () => {
	expect(await findings(header('support'), input('=question', 'mesage'))).toEqual([
		'1.bpmn:work has an input "mesage", which nothing reads',
	]);
	expect(await findingsWith('troupe:remember', {}, input('=who', 'persn'))).toEqual([
		'1.bpmn:work has an input "persn", which nothing reads',
	]);
	// An expression of the task can read any other.
	expect(await findings(header('support'), input('=question', 'customer'))).toEqual([]);
});

test('a toolbox gives its agent the results of its elements', async () => {
	const toolbox = (adHoc: string) =>
		collectFindings('template-inputs-complete', [
			definitions(
				writeProcess(
					'p',
					`<bpmn:adHocSubProcess id="tools"><bpmn:extensionElements><zeebe:taskDefinition type="troupe:agent"/>${header('clerk')}${adHoc}</bpmn:extensionElements><bpmn:task id="look"/></bpmn:adHocSubProcess>`,
				),
			),
		]);
	const collecting = 'outputElement="={id: toolCall._meta.id, content: toolCallResult}"';
	const finding = '1.bpmn:tools does not give the agent the results of its elements';
	expect(await toolbox(`<zeebe:adHoc outputCollection="toolCallResults" ${collecting}/>`)).toEqual([]);
	expect(await toolbox('')).toEqual([finding]);
	expect(await toolbox(`<zeebe:adHoc outputCollection="results" ${collecting}/>`)).toEqual([finding]);
	expect(await toolbox('<zeebe:adHoc outputCollection="toolCallResults" outputElement="=toolCallResult"/>')).toEqual([finding]);
});
