import { randomBytes } from 'node:crypto';
import { connect, filter, node, workflow } from '../../../test/support/plans/workflows';
import { openPlanStore, type PlanStore } from '../../../providers/state/plans/plan-store';
import { openGate } from '../../../test/fakes/permissive-gate';
import { composeSkills } from '../../compose-skills';
import { createOwnKey } from '../../confirm/own-key';
import { openPlans } from '../../open-plans';

const { signal } = new AbortController();
let store: PlanStore;
beforeEach(() => (store = openPlanStore(':memory:')));
afterEach(() => store.close());

function open() {
	const key = createOwnKey(randomBytes(32));
	return openPlans({
		...{ tenant: 'acme', clock: { now: () => Date.parse('2026-11-30T12:00:00Z') } },
		kept: {
			store,
			seal: (text) => Promise.resolve(Buffer.from(text)),
			unseal: (sealed) => Promise.resolve(Buffer.from(sealed).toString()),
		},
		skills: composeSkills({ gate: openGate(), agentFolders: [], providers: {} }, { withoutModel: true }),
		keys: { sign: (facts) => Promise.resolve(key.sign(facts)), verify: async (statement) => key.verify(statement) },
		withEngine: () => Promise.reject(new Error('Nothing runs here.')),
	});
}

const orders = workflow(
	[
		node('Hook', 'webhook', { path: 'orders' }),
		node('Daily', 'scheduleTrigger', { rule: { interval: [{ field: 'hours', hoursInterval: 2 }] } }, { typeVersion: 1.2 }),
		node('Approve', 'slack', { operation: 'sendAndWait', message: '=Buy {{ $json.body.sku }}?' }),
		node('Yes?', 'if', filter('={{ $json.data.approved }}', 'boolean', 'true'), { typeVersion: 2 }),
		node('Buy', 'httpRequest', {
			method: 'POST',
			url: 'https://shop.example/buy',
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Authorization', value: 'Bearer SEKRET' }] },
		}),
		node('Ready?', 'if', filter('={{ $json.state }}', 'string', 'equals', 'ready'), { typeVersion: 2 }),
	],
	connect('Hook > Approve', 'Daily > Approve', 'Approve > Yes?', 'Yes? > Buy', 'Buy > Ready?', 'Ready? 1> Buy'),
);

it('explains a workflow, asks what it does not say, and draws what was answered', async () => {
	const plans = open();
	let plan = await plans.create({ workflow: orders }, signal);
	expect(plan).toMatchObject({
		state: 'asking',
		language: 'en',
		questions: [{ id: 'trigger', choices: ['Hook', 'Daily'] }, { id: 'who' }],
	});
	expect(plan.conversation[1]?.text).toMatch(/Approve: asks a person.*reads sku.*Buy: sends POST to shop\.example/s);
	plan = await plans.ask(plan.id, { answers: { trigger: 'Hook', who: 'buyers' } }, signal);
	expect(plan.questions.map(({ id }) => id)).toEqual(['credential', 'rounds']);
	plan = await plans.ask(plan.id, { text: '1) shop\n2) 4' }, signal);
	expect(plan).toMatchObject({ state: 'drawn', questions: [], tree: { trigger: { kind: 'message', name: 'orders' } } });
	expect(plan.tree!.do).toMatchObject([
		{ kind: 'human', who: 'buyers' },
		{ kind: 'choice', branches: [{ do: [{ kind: 'loop', limit: 4, do: [{ kind: 'http', name: 'Buy' }] }] }] },
	]);
	// The credential is not stored here, which only a person can mend.
	expect(plan.explanation!.missing?.join()).toContain('names the credential shop');
	plan = await plans.prove(plan.id, signal);
	expect(plan.proof).toMatchObject({ passed: true });
	expect(JSON.stringify(plan)).not.toContain('SEKRET');
});

it('supposes what was not answered, and says so', async () => {
	const plan = await open().create({ workflow: orders, supposes: true, language: 'pt' }, signal);
	expect(plan).toMatchObject({ state: 'drawn', language: 'pt', tree: { language: 'pt' } });
	expect(plan.explanation!.supposed.join('\n')).toMatch(/Quem responde em “Approve”\? equipe.*10 vezes/s);
});

it('takes answers that come with the workflow, by id or slot, and refuses others', async () => {
	const answers = { approvals: 'boss', trigger: 'Daily', rounds: '7' };
	const plan = await open().create({ workflow: orders, supposes: true, answers }, signal);
	expect(plan.tree).toMatchObject({ trigger: { kind: 'timer', at: 'R/PT2H' }, do: [{ who: 'boss' }, {}] });
	expect(JSON.stringify(plan.tree)).toContain('"limit":7');
	await expect(open().create({ workflow: orders, answers: { colour: 'red' } }, signal)).rejects.toThrow('"colour"');
});

it('leaves to people what no signed manifest allows, with the name of the node', async () => {
	const raw = workflow(
		[node('Hook', 'webhook', { path: 'x' }), node('Row', 'googleSheets', { operation: 'append' })],
		connect('Hook > Row'),
	);
	const { tree, explanation } = await open().create({ workflow: raw, supposes: true }, signal);
	expect(tree!.do).toMatchObject([
		{ kind: 'unsupported', name: 'Row', reason: expect.stringContaining('n8n-nodes-base.googleSheets') as string },
	]);
	expect(explanation!.unsupported).toEqual(['Row']);
});

it('changes what was imported as any other plan', async () => {
	const plans = open();
	const { id } = await plans.create({ workflow: orders, supposes: true }, signal);
	const changed = await plans.change(id, 'rename "Buy" to "Order"', signal);
	expect(changed).toMatchObject({ difference: { bump: 'patch' } });
});

it('makes a plan of a wish or of a workflow, and of nothing else', async () => {
	const plans = open();
	await expect(plans.create({ wish: 'Pay', workflow: orders }, signal)).rejects.toThrow('not of both');
	await expect(plans.create({ workflow: { nodes: 'x' } }, signal)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(plans.create({}, signal)).rejects.toThrow('The wish is empty');
});

it('refuses a number of rounds that no plan has, and asks again', async () => {
	const plans = open();
	const waiting = workflow(
		[
			node('Hook', 'webhook', { path: 'x' }),
			node('Ask', 'httpRequest', { url: 'https://shop.example/state' }),
			node('Ready?', 'if', filter('={{ $json.state }}', 'string', 'equals', 'ready'), { typeVersion: 2 }),
		],
		connect('Hook > Ask', 'Ask > Ready?', 'Ready? 1> Ask'),
	);
	const { id } = await plans.create({ workflow: waiting }, signal);
	for (const text of ['3000', '1,000', 'at most three thousand', 'as often as it takes'])
		await expect(plans.ask(id, { text }, signal)).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('from 1 to 100') as string,
		});
	expect(await plans.show(id)).toMatchObject({ state: 'asking', questions: [{ id: 'rounds' }] });
	const plan = await plans.ask(id, { text: '20 times' }, signal);
	expect(plan.tree!.do).toMatchObject([{ kind: 'loop', limit: 20 }]);
});

it('says of a request by hand what is sent where, without values, and why it is by hand', async () => {
	const pair = (name: string, value: string) => ({ parameters: [{ name, value }] });
	const raw = workflow(
		[
			node('Hook', 'webhook', { path: 'x' }),
			node('Lead', 'httpRequest', {
				...{ method: 'POST', url: 'http://crm.example/leads?page=2', sendHeaders: true, sendBody: true },
				...{ headerParameters: pair('X-Tenant', 'acme'), bodyParameters: pair('email', '={{ $json.body.email }}') },
			}),
		],
		connect('Hook > Lead'),
	);
	const plan = await open().create({ workflow: raw, supposes: true }, signal);
	const needs = 'POST http://crm.example/leads. Fields: email. Headers: X-Tenant. Lead';
	expect(plan.tree!.do).toMatchObject([{ kind: 'unsupported', needs }]);
	expect(plan.conversation[1]?.text).toMatch(/Lead: sends POST.*→ a step by hand\. .*does not begin with https/);
});

it('leaves a secret of an address out, and asks for a credential', async () => {
	const raw = workflow(
		[
			node('Hook', 'webhook', { path: 'x' }),
			node('Get', 'httpRequest', { url: 'https://crm.example/leads?api_key=SEKRET12&token=SEKRET34&page=2' }),
		],
		connect('Hook > Get'),
	);
	const plan = await open().create({ workflow: raw }, signal);
	expect(plan.questions).toMatchObject([{ id: 'credential' }]);
	const drawn = await open().create({ workflow: raw, supposes: true }, signal);
	expect(drawn.tree!.do).toMatchObject([{ kind: 'http', url: 'https://crm.example/leads?page=2' }]);
	expect(JSON.stringify([plan, drawn])).not.toContain('SEKRET');
});

it('says that a repetition without an end was cut', async () => {
	const raw = workflow(
		[
			node('Hook', 'webhook', { path: 'x' }),
			node('Ask', 'httpRequest', { url: 'https://crm.example/state' }),
			node('Nap', 'wait', { amount: 5, unit: 'minutes' }),
		],
		connect('Hook > Ask', 'Ask > Nap', 'Nap > Ask'),
	);
	const plan = await open().create({ workflow: raw, supposes: true }, signal);
	const cut = expect.stringMatching(/“Ask” again and again.*cut here/) as string;
	expect(plan.tree!.do.at(-1)).toMatchObject({ kind: 'unsupported', reason: cut });
	expect(plan.conversation[1]?.text).toEqual(cut);
});

it('shows who does a refused node by hand its values, and the data in them', async () => {
	const plans = open();
	const mail = { sendTo: 'desk@acme.example', subject: 'Delivery', message: '={{ $json.body.sku }}' };
	const told = workflow([node('Hook', 'webhook', { path: 'orders' }), node('Mail', 'gmail', mail)], connect('Hook > Mail'));
	const { tree, files } = await plans.create({ workflow: told, supposes: true }, signal);
	const details = ['sendTo: desk@acme.example', 'subject: Delivery', 'message: sku'];
	expect(tree!.do[0]).toMatchObject({ kind: 'unsupported', shows: ['sku'], details });
	expect(files!.find(({ name }) => name.endsWith('.form'))!.content).toContain('- subject: Delivery');
});

const secret = 'SEKRET-7f3a9b2c4d5e6f708192';
const paying = workflow(
	[
		node('Start', 'manualTrigger', {}),
		node('Pay', 'httpRequest', {
			...{ method: 'POST', url: 'https://pay.example/x', sendHeaders: true },
			headerParameters: { parameters: [{ name: 'Authorization', value: secret }] },
		}),
	],
	connect('Start > Pay'),
);

it('does not confirm a request whose secret was left out until somebody names a credential', async () => {
	const plans = open();
	const { id } = await plans.create({ workflow: paying, supposes: true }, signal);
	const { hash, explanation } = await plans.prove(id, signal);
	expect(explanation!.missing).toEqual([
		expect.stringContaining('The request "Pay" needs a credential, and nobody has named one.') as string,
	]);
	const confirms = plans.confirm(id, { hash: hash!, engine: 'embedded', by: 'user:ana', acceptsUnsupported: true });
	await expect(confirms).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
	const changed = await plans.change(id, '"Pay" uses the credential shop', signal);
	expect(changed.tree!.do[0]).toMatchObject({ credential: 'shop' });
});

it('refuses the secret as the name of the credential, and stores nothing of it', async () => {
	const plans = open();
	const { id } = await plans.create({ workflow: paying }, signal);
	const refusal = { code: 'INPUT_INVALID', message: expect.stringContaining('looks like a secret itself') as string };
	await expect(plans.ask(id, { text: secret }, signal)).rejects.toMatchObject(refusal);
	await expect(plans.ask(id, { answers: { systems: secret } }, signal)).rejects.toMatchObject(refusal);
	await plans.ask(id, { text: 'you decide' }, signal);
	await expect(plans.change(id, `"Pay" uses the credential ${secret}`, signal)).rejects.toMatchObject(refusal);
	expect(JSON.stringify(await plans.show(id))).not.toContain(secret);
});
