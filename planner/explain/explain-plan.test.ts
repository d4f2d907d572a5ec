import fc from 'fast-check';
import { offerDoers } from '../../test/support/plans/offered-doers';
import { estimatePlan } from '../cost/estimate-plan';
import type { CostLedger } from '../cost/ledger';
import { chooseDoers } from '../doers/choose-doers';
import type { Doer } from '../doers/doer';
import type { Plan } from '../plan';
import type { Block, Field, HttpStep, PlanTree } from '../tree/plan-tree';
import { explainPlan } from './explain-plan';
import { isPersonal } from './personal-fields';
import { sayPlan } from './say-plan';
import { slowTest } from '../../test/support/slow-tests';

const ledger: CostLedger = {
	runsOf: async () => [0.01, 0.02, 0.03, 0.02],
	estimate: async () => undefined,
};

const plan: Plan = {
	...{
		id: 'pl-1',
		state: 'drawn',
		version: '1.0.0',
		language: 'en',
		wish: 'x',
		answers: {},
		conversation: [],
		createdAt: '',
		changedAt: '',
	},
	picture: { goal: { text: 'Pay invoices', from: 'wish' } },
	questions: [{ id: 'q', slot: 'approvals', text: 'Who approves?', choices: ['finance', 'boss'], default: 'finance' }],
};

const tree = (blocks: Block[], more: Partial<PlanTree> = {}): PlanTree => ({
	...{ id: 'invoices', name: 'Invoices', purpose: 'Pays invoices.', language: 'en', trigger: { kind: 'manual' }, do: blocks },
	inputs: [
		{ name: 'file', type: 'file' },
		{ name: 'customerEmail', type: 'text', label: 'E-mail' },
	],
	...more,
});

const pay: HttpStep = {
	...{ kind: 'http', id: 'pay', name: 'Pay the invoice', method: 'POST', url: 'https://bank.example/pay?key=secret' },
	body: '{ amount: amount, to: customerEmail, note: "mentions file in a text" }',
};
const approve: Block = {
	...{ kind: 'human', id: 'approve', name: 'Approve', who: 'finance', instructions: 'Look at the amount.', shows: ['amount'] },
	writes: [{ name: 'approved', type: 'boolean', label: 'Approved' }],
};
const read: Block = {
	...{ kind: 'agent', id: 'read', name: 'Read the invoice', needs: 'Read the invoice and extract the amount', reads: ['file'] },
	writes: [{ name: 'amount', type: 'number' }],
};

async function explain(blocks: Block[], more: Partial<PlanTree> = {}, language: Plan['language'] = 'en') {
	const chosen = await chooseDoers(tree(blocks, more), offerDoers(), language);
	const costs = await estimatePlan(chosen.tree, chosen.notes, ledger);
	return { tree: chosen.tree, explanation: explainPlan({ ...plan, language }, chosen.tree, chosen.notes, costs) };
}

describe('an explanation', () => {
	it('says of each step why, who, what it touches, what may go wrong, what a person decides and what it costs', async () => {
		const { explanation } = await explain([read, approve, pay]);
		const [first, second, third] = explanation.steps;
		expect(first).toMatchObject({
			...{ id: 'read', kind: 'agent', who: 'invoice-reader 1.0.0', reads: ['file'], writes: ['amount'], personal: [] },
			...{ why: 'It does its part of the plan: Read the invoice.', risks: ['A model writes its answer, which can be wrong.'] },
			...{ cost: { likely: 0.02, basis: 'recorded' }, times: { low: 1, high: 1 } },
		});
		expect(second).toMatchObject({
			...{ who: 'finance', reads: ['amount'], writes: ['approved'], decides: 'Look at the amount. A person fills in Approved.' },
			risks: ['It can wait for a person without an end: it has no deadline.'],
		});
		expect(second).not.toHaveProperty('cost');
		expect(third).toMatchObject({ who: 'HTTP bank.example', reads: ['amount', 'customerEmail'], personal: ['customerEmail'] });
		expect(third!.risks).toEqual([
			'It cannot be undone.',
			'Personal data leaves the company: E-mail.',
			'If the service does not answer, the plan stops there until an operator acts.',
		]);
		expect(explanation).toMatchObject({
			...{ summary: 'Pays invoices. Invoices has 3 steps; people do 1 of them.', supposed: [] },
			risks: [
				'Go on after a no as after a yes, since nothing reads the decision: Approve.',
				'Personal data leaves the company in: Pay the invoice.',
				'Can wait without an end: Approve.',
			],
		});
		expect(JSON.stringify(explanation)).not.toContain('secret');
	});

	it.each<[string, Block[], boolean]>([
		['nobody before it', [read, pay], true],
		['a person before it', [approve, pay], false],
		['a person on one of two ways', [choice([[approve], []]), pay], true],
		['a person on both ways', [choice([[approve], [approve]]), pay], false],
		['a person on the only way that goes on', [choice([[approve], [{ kind: 'end', id: 'e', name: 'e' }]]), pay], false],
		['a person in one of the parallel branches', [parallel([approve], [read]), pay], false],
		['a person beside it', [parallel([approve], [pay])], true],
		['a person for each entry of a list that can be empty', [loop([approve], { each: 'list', as: 'one' }), pay], true],
		['a person in a loop that runs at least once', [loop([approve], {}), pay], false],
		['a person after it', [pay, approve], true],
		['a person who was late', [{ ...approve, deadline: { after: 'P1D', do: [pay] } }], true],
	])('warns of an act that cannot be undone with %s: %#', async (_, blocks, isWarned) => {
		const { risks } = (await explain(blocks)).explanation;
		expect(risks.some((risk) => risk.startsWith('Acts that cannot be undone, without a person before them: Pay the invoice'))).toBe(
			isWarned,
		);
	});

	it.each<[string, Block[], boolean]>([
		['nothing', [approve, pay], true],
		['a choice', [approve, { ...choice([[pay], []]), branches: [{ name: 'yes', when: 'approved = true', do: [pay] }] } as Block], false],
		['the next person', [approve, { kind: 'human', id: 'p', name: 'Pay', who: 'clerk', shows: ['approved'] }], false],
		['who began it, as the result', [read, approve, { kind: 'end', id: 'e', name: 'e' }], false],
		['nothing, but it approves nothing', [{ ...approve, writes: [{ name: 'isUrgent', type: 'boolean' }] }, pay], false],
	])('warns of an approval that is read by %s: %#', async (_, blocks, isWarned) => {
		const { risks } = (await explain(blocks)).explanation;
		expect(risks.includes('Go on after a no as after a yes, since nothing reads the decision: Approve.')).toBe(isWarned);
	});

	it('warns of what nobody can do, of endless waits, of repeats and of unknown costs', async () => {
		const fax: Block = { kind: 'node', id: 'fax', name: 'Send a fax', needs: 'Send a fax' };
		const wait: Block = {
			kind: 'event',
			id: 'w',
			name: 'Wait for the reply',
			waits: [{ on: { kind: 'message', name: 'm', key: 'file' } }],
		};
		const model: Block = { kind: 'node', id: 'm', name: 'Ask', needs: 'Ask', node: 'n8n-nodes-base.openAi' };
		const known: Doer = {
			kind: 'node',
			key: 'n',
			name: 'n8n-nodes-base.openAi',
			title: 'OpenAI',
			purpose: 'x',
			words: [],
			risk: 'reads',
		};
		const blocks = [fax, wait, loop([read], { limit: 50 }), model];
		const chosen = await chooseDoers(tree(blocks), offerDoers({ findNamed: async (kind) => (kind === 'node' ? known : undefined) }));
		const explanation = explainPlan(plan, chosen.tree, chosen.notes, await estimatePlan(chosen.tree, chosen.notes, ledger));
		expect(explanation.unsupported).toEqual(['Send a fax']);
		expect(explanation.risks).toEqual([
			'Done by hand, since nothing else does it: Send a fax.',
			'Can wait without an end: Wait for the reply.',
			'Can repeat a call of a model or a service often: Read the invoice.',
			'Unknown cost: Ask.',
		]);
	});

	it.each<[string, Block[], string[]]>([
		['a loop that goes on', [loop([approve], { until: 'approved' })], ['After 3 rounds of “Again” it goes on']],
		['a loop in a branch', [choice([[loop([approve], { until: 'approved', limit: 1 })], []])], ['After 1 round of “Again” it goes on']],
		['a loop with onLimit', [loop([approve], { until: 'approved', onLimit: [{ kind: 'end', id: 'e', name: 'e' }] })], []],
		['a loop whose outcome a choice reads', [loop([approve], { until: 'approved' }), decided('approved = false')], []],
		[
			'a loop before another choice',
			[loop([approve], { until: 'approved' }), decided('amount > 1')],
			['After 3 rounds of “Again” it goes on'],
		],
		['rounds that are counted', [loop([approve], {})], []],
		['a list', [loop([approve], { each: 'list', as: 'one' })], ['“Again” works on the first 3 entries of its list alone']],
	])('says what happens at the limit of %s', async (_, blocks, expected) => {
		const { risks } = (await explain(blocks)).explanation;
		const told = risks.filter((risk) => risk.includes('“Again”'));
		expect(told).toEqual(expected.map((text) => expect.stringContaining(text) as string));
	});

	it('warns where the agent that a step names says nothing of the need', async () => {
		const named = { ...read, needs: 'Fly the drone', agent: 'translator' };
		expect((await explain([named as Block])).explanation.steps[0]!.risks).toContain(
			'The manifest of who does it says little of what is needed.',
		);
	});

	it('says in whose name a step acts and what it is given, and warns of a credential that nobody named', async () => {
		const post: Block = {
			...{ kind: 'node', id: 'post', name: 'Post it', needs: 'Post it in Slack', node: 'n8n-nodes-base.slack' },
			parameters: { resource: 'message', operation: 'send', channel: 'sales', text: '=customerEmail' },
			credentials: { slackApi: 'Boss' },
		};
		const explainAs = async (said: Partial<Plan>) => {
			const chosen = await chooseDoers(tree([post, { ...pay, credential: 'bank' }]), offerDoers());
			const costs = await estimatePlan(chosen.tree, chosen.notes, ledger);
			const explanation = explainPlan({ ...plan, ...said }, chosen.tree, chosen.notes, costs);
			return { explanation, text: sayPlan({ ...plan, tree: chosen.tree, explanation }) };
		};
		const { explanation, text } = await explainAs({ wish: 'Tell the bosses, and pay by our banking' });
		expect(explanation.steps.map(({ credentials, given }) => [credentials, given])).toEqual([
			[['Boss'], ['resource: message', 'operation: send', 'channel: sales', 'text: =customerEmail']],
			[['bank'], ['POST https://bank.example/pay', `body: ${pay.body}`]],
		]);
		expect(explanation.steps[1]!.risks).toContain('It acts in the name of bank, a credential that the planner chose: nobody named it.');
		expect(explanation.risks).toContain('Act with a credential that nobody named: Post it, Pay the invoice.');
		expect(text).toContain(
			'1. Post it (by n8n-nodes-base.slack 1, with the credential Boss)\n  resource: message; operation: send; channel: sales',
		);
		const named = await explainAs({ wish: 'Pay by the credential "bank"', answers: { as: 'boss' } });
		expect(JSON.stringify(named.explanation)).not.toContain('that nobody named');
		const told = await explainAs({ conversation: [{ from: 'planner', text: 'boss, bank', at: '' }] });
		expect(told.explanation.risks).toContain('Act with a credential that nobody named: Post it, Pay the invoice.');
	});

	it('is in Portuguese for a plan in Portuguese', async () => {
		const { explanation } = await explain([read, pay], {}, 'pt');
		expect(explanation.summary).toBe('Pays invoices. Invoices tem 2 etapas, nenhuma feita por uma pessoa.');
		expect(explanation.risks[0]).toBe('Atos que não podem ser desfeitos, sem uma pessoa antes deles: Pay the invoice.');
	});
});

function choice([first = [], second = []]: [Block[], Block[]]): Block {
	return {
		kind: 'choice',
		id: 'c',
		name: 'Which?',
		branches: [{ name: 'one', when: 'true', do: first }],
		otherwise: { name: 'other', do: second },
	};
}
function decided(when: string): Block {
	return { ...(choice([[], []]) as Block & { kind: 'choice' }), branches: [{ name: 'no', when, do: [] }] };
}
function parallel(...branches: Block[][]): Block {
	return { kind: 'parallel', id: 'p', name: 'p', branches: branches.map((blocks) => ({ do: blocks })) };
}
function loop(blocks: Block[], more: object): Block {
	return { kind: 'loop', id: 'l', name: 'Again', do: blocks, limit: 3, ...more };
}

describe('a field with personal data', () => {
	it.each<[Partial<Field> & { name: string }, boolean]>([
		[{ name: 'customerEmail' }, true],
		[{ name: 'cpf' }, true],
		[{ name: 'cpfNumber' }, true],
		[{ name: 'endereco' }, true],
		[{ name: 'x1', label: 'Telefone do cliente' }, true],
		[{ name: 'name' }, true],
		[{ name: 'productName' }, false],
		[{ name: 'nomeDoArquivo' }, false],
		[{ name: 'customerCount' }, false],
		[{ name: 'amount' }, false],
		[{ name: 'customerAnswers', type: 'boolean' }, false],
		[{ name: 'patientHasAllergy', type: 'boolean' }, true],
		[{ name: 'orderId' }, false],
		[{ name: 'amount', personal: true }, true],
		[{ name: 'email', personal: false }, false],
	])('%j: %s', (field, expected) => expect(isPersonal({ type: 'text', ...field })).toBe(expected));
});

describe('a plan as text', () => {
	const say = async (blocks: Block[], more: Partial<Plan> = {}, purpose?: string) => {
		const { tree: chosen, explanation } = await explain(blocks, purpose === undefined ? {} : { purpose }, more.language);
		return sayPlan({ ...plan, tree: chosen, explanation: { ...explanation, supposed: ['Up to 5000 without approval.'] }, ...more });
	};

	it('has summary, steps, cost, risks and questions', async () => {
		const refused: Block = { kind: 'end', id: 'no', name: 'Refused' };
		const text = await say([read, approve, choice([[pay], [refused]])]);
		expect(text).toBe(
			[
				'Invoices (version 1.0.0, drawn)',
				'Pays invoices. Invoices has 3 steps; people do 1 of them.',
				'',
				'Steps',
				'1. Read the invoice (by invoice-reader 1.0.0)',
				'2. Approve (by finance)',
				'◇ Which?',
				'  if one:',
				'    3. Pay the invoice (by HTTP bank.example)',
				'      POST https://bank.example/pay; body: { amount: amount, to: customerEmail, note: "mentions file in a text" }',
				'  otherwise:',
				'    ■ Refused (end)',
				'',
				'Cost of one run: about US$ 0.02 (from US$ 0.0067 to US$ 0.045), as recorded runs say. Fees of other services are not in it.',
				'Personal data: customerEmail.',
				'',
				'Risks',
				'- Go on after a no as after a yes, since nothing reads the decision: Approve.',
				'- Personal data leaves the company in: Pay the invoice.',
				'- Can wait without an end: Approve.',
				'',
				'Supposed',
				'- Up to 5000 without approval.',
				'',
				'Questions',
				'- Who approves? [finance | boss] (without an answer: finance)',
			].join('\n'),
		);
	});

	it('is written as Portuguese is, and says what is not known (Agenta-AI/agenta#1584)', async () => {
		const text = await say([read], { language: 'pt' });
		expect(text).toContain('Custo de uma execução: cerca de US$ 0,02 (de US$ 0,0067 a US$ 0,045), segundo as execuções registradas.');
		const { tree: chosen, explanation } = await explain([read]);
		const unknown = { ...explanation, cost: { low: 0, likely: 0, high: 0, basis: 'unknown' as const } };
		expect(sayPlan({ ...plan, tree: chosen, explanation: unknown })).toContain('Cost of one run: not known yet.');
		expect(await say([approve])).toContain('nothing for models, since none is called');
	});

	it('says questions before anything is drawn, and faults that are left', () => {
		expect(sayPlan(plan)).toBe('Questions\n- Who approves? [finance | boss] (without an answer: finance)');
		const fault = { path: '/do/0', rule: 'x', message: 'It is wrong.', fix: 'Mend it.' };
		expect(sayPlan({ ...plan, questions: [], faults: [fault] })).toBe('Not solved\n- It is wrong. Mend it.');
	});

	it('says an address that is computed once, and by its host who is called', async () => {
		const computed = { ...pay, url: '="https://bank.example/pay/" + string(amount)' } as Block;
		const text = await say([read, computed]);
		expect(text).toContain('2. Pay the invoice (by HTTP bank.example)\n');
		expect(text.split('string(amount)')).toHaveLength(2);
		expect(await say([read, { ...computed, url: '=address' } as Block])).toContain('2. Pay the invoice (by HTTP)\n');
	});

	it('shows the whole of its purpose, and cuts a name after a word', async () => {
		const purpose = `${'Refunds customers who wrote to us about broken orders, '.repeat(7)}all of them.`;
		expect(await say([read], {}, purpose)).toContain(`${purpose} Invoices has 1 step`);
		const name = `Check ${'the signed contract of the supplier '.repeat(12)}`.trim();
		expect(await say([{ ...read, name }])).toMatch(/ (?:contract|signed|supplier)…\n/);
	});

	it('steers no terminal and stays short, whatever names are', async () => {
		const hostile = { ...approve, name: '\u001b[2J\u001b]0;x\u0007Approve\r\n\u202eevil'.repeat(50) } as Block;
		const text = await say([hostile, ...Array.from({ length: 300 }, (_, at) => ({ ...approve, id: `a${at}` }))]);
		for (const character of ['\u001b', '\u0007', '\r', '\u202e']) expect(text).not.toContain(character);
		expect(text.split('\n').length).toBeLessThan(130);
		expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(240);
		expect(text).toContain('… and ');
	});

	slowTest('never fails for names of any letters', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'binary' }), async (name) => {
				expect(
					typeof (await say([
						{ ...read, name },
						{ ...pay, name, url: name },
					])),
				).toBe('string');
			}),
			{ numRuns: 50 },
		);
	});
});
