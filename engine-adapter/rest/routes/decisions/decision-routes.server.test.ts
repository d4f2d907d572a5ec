import { decision, decisionTask, dmnFile, literal, table } from '../../../../test/contract/decision-parts';
import { chain, endEvent, processModel, startEvent } from '../../../../test/contract/model-builder';
import { openTestService, type TestService } from '../../../../test/support/engine/test-service';

const model = dmnFile(
	'shop',
	decision('quote', literal('amount * (1 - discount)'), { requires: ['discount'] }),
	decision(
		'discount',
		table({
			inputs: ['amount'],
			rules: [
				['>= 100', '0.1'],
				['< 100', '0'],
			],
		}),
		{ variable: 'discount' },
	),
	decision('failing', literal('assert(amount, amount > 0, "no amount")')),
);
const process = processModel('order', [startEvent(), decisionTask('quote'), endEvent(), ...chain('start', 'decide', 'end')]);

let service: TestService;
beforeAll(async () => (service = await openTestService([process, model])));
afterAll(() => service.close());

type Item = Record<string, unknown>;

async function post(path: string, body: object): Promise<{ status: number; body: Item; items: Item[] }> {
	const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
	const response = await fetch(`${service.url}/v2${path}`, init);
	const answer = (await response.json()) as Item;
	return { status: response.status, body: answer, items: answer.items as Item[] };
}

const get = (path: string): Promise<Response> => fetch(`${service.url}/v2${path}`);

test('a decision is evaluated by its id or key, with what it required and the rules that matched', async () => {
	const { status, body } = await post('/decision-definitions/evaluation', { decisionDefinitionId: 'quote', variables: { amount: 200 } });
	expect(status).toBe(200);
	expect(body).toMatchObject({
		decisionDefinitionId: 'quote',
		decisionDefinitionVersion: 1,
		decisionRequirementsId: 'drg-shop',
		output: '180',
		failureMessage: null,
		failedDecisionDefinitionId: null,
		tenantId: '<default>',
		evaluatedDecisions: [
			{
				decisionDefinitionId: 'discount',
				decisionDefinitionType: 'DECISION_TABLE',
				output: '0.1',
				evaluatedInputs: [{ inputId: 'input-1', inputName: 'amount', inputValue: '200' }],
				matchedRules: [
					{ ruleId: 'rule-1', ruleIndex: 1, evaluatedOutputs: [{ outputId: 'output-1', outputName: 'out', outputValue: '0.1' }] },
				],
			},
			{ decisionDefinitionId: 'quote', decisionDefinitionType: 'LITERAL_EXPRESSION', output: '180', matchedRules: [] },
		],
	});
	const byKey = await post('/decision-definitions/evaluation', {
		decisionDefinitionKey: body.decisionDefinitionKey,
		variables: { amount: 10 },
	});
	expect(byKey.body.output).toBe('10');
});

test('a failed evaluation is answered with its reason', async () => {
	const { status, body } = await post('/decision-definitions/evaluation', { decisionDefinitionId: 'failing', variables: { amount: -1 } });
	expect(status).toBe(200);
	expect(body).toMatchObject({
		output: 'null',
		failedDecisionDefinitionId: 'failing',
		failureMessage: expect.stringContaining('no amount'),
	});
});

test.each([
	[{ decisionDefinitionId: 'gone' }, 404],
	[{ decisionDefinitionKey: '1' }, 404],
	[{}, 400],
	[{ decisionDefinitionId: 'quote', decisionDefinitionKey: '1' }, 400],
	[{ decisionDefinitionId: 'quote', tenantId: 'other' }, 404],
])('refuses %j with %i', async (request, status) => {
	expect((await post('/decision-definitions/evaluation', request)).status).toBe(status);
});

test('definitions, requirements and their DMN are found', async () => {
	const { items } = await post('/decision-definitions/search', { filter: { decisionDefinitionId: 'discount' } });
	expect(items).toEqual([
		{
			decisionDefinitionKey: expect.any(String),
			decisionDefinitionId: 'discount',
			name: 'discount',
			version: 1,
			decisionRequirementsId: 'drg-shop',
			decisionRequirementsKey: expect.any(String),
			decisionRequirementsName: 'shop',
			decisionRequirementsVersion: 1,
			tenantId: '<default>',
		},
	]);
	const key = items[0]!.decisionDefinitionKey as string;
	expect(await (await get(`/decision-definitions/${key}`)).json()).toEqual(items[0]);
	expect(await (await get(`/decision-definitions/${key}/xml`)).text()).toBe(model.content);
	const requirements = await post('/decision-requirements/search', {});
	expect(requirements.items).toMatchObject([{ decisionRequirementsId: 'drg-shop', version: 1, resourceName: 'shop.dmn' }]);
	const requirementsKey = requirements.items[0]!.decisionRequirementsKey as string;
	expect(await (await get(`/decision-requirements/${requirementsKey}`)).json()).toEqual(requirements.items[0]);
	expect(await (await get(`/decision-requirements/${requirementsKey}/xml`)).text()).toBe(model.content);
	expect((await get('/decision-definitions/1')).status).toBe(404);
	expect((await get('/decision-requirements/1/xml')).status).toBe(404);
});

test('what a process decided stays searchable', async () => {
	const { instanceKey } = await service.engine.startAndAwait({ processId: 'order', variables: { amount: 500 } }, 10_000);
	const { items } = await post('/decision-instances/search', { filter: { processInstanceKey: instanceKey } });
	expect(items).toMatchObject([
		{ decisionDefinitionId: 'discount', state: 'EVALUATED', result: '0.1', processInstanceKey: instanceKey },
		{ decisionDefinitionId: 'quote', state: 'EVALUATED', result: '450' },
	]);
	const one = (await (await get(`/decision-instances/${items[0]!.decisionEvaluationInstanceKey as string}`)).json()) as Item;
	expect(one).toMatchObject({ decisionDefinitionId: 'discount', matchedRules: [{ ruleIndex: 1 }] });
	expect((await get('/decision-instances/1-1')).status).toBe(404);
});

test('a deployment tells its decisions', async () => {
	const form = new FormData();
	form.append('resources', new Blob([model.content.replace('0.1', '0.2')]), 'shop.dmn');
	const response = await fetch(`${service.url}/v2/deployments`, { method: 'POST', body: form });
	const { deployments } = (await response.json()) as { deployments: Item[] };
	expect(deployments).toContainEqual(
		expect.objectContaining({ decisionDefinition: expect.objectContaining({ decisionDefinitionId: 'quote', version: 2 }), form: null }),
	);
	expect(deployments).toContainEqual(
		expect.objectContaining({ decisionRequirements: expect.objectContaining({ decisionRequirementsId: 'drg-shop' }) }),
	);
});

test('a model that is not right is refused with decision, rule and column', async () => {
	const broken = dmnFile(
		'broken',
		decision(
			'a',
			table({
				inputs: ['n'],
				rules: [
					['1', '1'],
					['> >', '2'],
				],
			}),
		),
		decision('b', literal('1'), { requires: ['gone'] }),
	);
	await expect(service.engine.deploy([broken])).rejects.toMatchObject({
		code: 'PROCESS_INVALID',
		message: expect.stringContaining('broken.dmn'),
	});
	const unreadable = dmnFile(
		'unreadable',
		decision(
			'a',
			table({
				inputs: ['n'],
				rules: [
					['1', '1'],
					['> >', '2'],
				],
			}),
		),
	);
	await expect(service.engine.deploy([unreadable])).rejects.toThrow(/decision "a", rule 2, input 1 "n": "> >" is not FEEL: .* position/);
});

test('decisions belong to the tenant that deployed them', async () => {
	const acme = await openTestService([], () => ({ tenantId: 'acme', tenants: ['acme'] }));
	const ask = async (path: string, body: object): Promise<Item> => {
		const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
		return (await (await fetch(`${acme.url}/v2${path}`, init)).json()) as Item;
	};
	try {
		const foreign = await acme.engine.deploy([process, model]);
		expect(await ask('/decision-definitions/search', {})).toMatchObject({ items: [] });
		expect(await ask('/decision-requirements/search', {})).toMatchObject({ items: [] });
		expect(await ask('/decision-definitions/evaluation', { decisionDefinitionId: 'quote' })).toMatchObject({ status: 404 });
		const { decisionKey, requirementsKey } = foreign.decisions![0]!;
		expect(await ask('/decision-definitions/evaluation', { decisionDefinitionKey: decisionKey })).toMatchObject({ status: 404 });
		expect((await fetch(`${acme.url}/v2/decision-definitions/${decisionKey}/xml`)).status).toBe(404);
		expect((await fetch(`${acme.url}/v2/decision-requirements/${requirementsKey}/xml`)).status).toBe(404);
		await acme.engine.startAndAwait({ processId: 'order', variables: { amount: 500 } }, 10_000);
		expect(await ask('/decision-instances/search', {})).toMatchObject({ items: [] });

		await acme.engine.deploy([process, { ...model, content: model.content.replace('0.1', '0.5') }], 'acme');
		const { variables } = await acme.engine.startAndAwait({ processId: 'order', variables: { amount: 500 }, tenantId: 'acme' }, 10_000);
		expect(variables).toMatchObject({ result: 250 });
		const { items } = (await ask('/decision-instances/search', {})) as { items: Item[] };
		expect(items).toMatchObject([
			{ tenantId: 'acme', result: '0.5' },
			{ tenantId: 'acme', result: '250' },
		]);
		expect(await ask('/decision-definitions/search', {})).toMatchObject({ page: { totalItems: 3 } });
	} finally {
		await acme.close();
	}
});

/** Each decision requires the two before it, so that listing all that they require doubles with each. */
const growing = (count: number, text = '1') =>
	Array.from({ length: count }, (_, index) =>
		decision(`d${index}`, literal(text), { requires: [index - 1, index - 2].filter((one) => one >= 0).map((one) => `d${one}`) }),
	);

test('a decision that several require is listed for each', async () => {
	await service.engine.deploy([dmnFile('growing', ...growing(5))]);
	const { body } = await post('/decision-definitions/evaluation', { decisionDefinitionId: 'd4' });
	const listed = (body.evaluatedDecisions as Item[]).map(({ decisionDefinitionId }) => decisionDefinitionId);
	expect(listed.join(' ')).toBe('d0 d1 d0 d2 d0 d1 d3 d0 d1 d0 d2 d4');
});

test.each([
	['more decisions', growing(40), 'it evaluates more than 1000 decisions'],
	['longer values', growing(12, '"' + 'x'.repeat(10_000) + '"'), 'its decisions come to more than 2000000 characters'],
])('an evaluation with %s than can be listed is a small failure', async (_what, decisions, message) => {
	await service.engine.deploy([dmnFile('huge', ...decisions)]);
	const id = `d${decisions.length - 1}`;
	const { status, body } = await post('/decision-definitions/evaluation', { decisionDefinitionId: id });
	expect(status).toBe(200);
	expect(body).toMatchObject({ output: 'null', failureMessage: message, evaluatedDecisions: [] });
	await service.engine.deploy([processModel('huge', [startEvent(), decisionTask(id), endEvent(), ...chain('start', 'decide', 'end')])]);
	const { instanceKey } = await service.engine.start({ processId: 'huge' });
	const [incident] = await service.engine.searchIncidents({ instanceKey });
	expect(incident!.message).toBe(`Expected to evaluate decision '${id}', but ${message}`);
});

test('three thousand decisions can be deployed', async () => {
	await expect(service.engine.deploy([dmnFile('many', ...growing(3_000))])).resolves.toBeDefined();
});
