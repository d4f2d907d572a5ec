import { agentDoer, offerDoers, offeredAgents } from '../../test/support/plans/offered-doers';
import type { AgentStep, Block, NodeStep, PlanTree, UnsupportedStep } from '../tree/plan-tree';
import { chooseDoers } from './choose-doers';
import { toWantedNeed } from './unsupported';

const tree = (...blocks: Block[]): PlanTree => ({
	...{ id: 'orders', name: 'Orders', purpose: 'Handles orders.', language: 'en', trigger: { kind: 'manual' }, inputs: [], do: blocks },
});
const agent = (needs: string, more: Partial<AgentStep> = {}): AgentStep => ({ kind: 'agent', id: 'a', name: needs, needs, ...more });
const node = (needs: string, more: Partial<NodeStep> = {}): NodeStep => ({ kind: 'node', id: 'n', name: needs, needs, ...more });
const first = async (block: Block, sources = offerDoers()) => (await chooseDoers(tree(block), sources)).tree.do[0];

describe('the doer of a step', () => {
	it('is the agent that it names, also by a range, if a manifest allows it', async () => {
		const named = agent('Answer the question', { agent: 'translator@^1.0.0' });
		const { tree: chosen, notes } = await chooseDoers(tree(named), offerDoers());
		expect(chosen.do[0]).toMatchObject({ agent: 'translator@^1.0.0' });
		expect(notes.get('a')!.map(({ name }) => name)).toEqual(['translator@^1.0.0', 'support@^1.0.0']);
		expect(notes.get('a')![0]!.reasons).toContain('is named by the step');
	});

	it('is found by the need where it is not named, or where nothing allows the one that is', async () => {
		expect(await first(agent('Translate the letter to English'))).toMatchObject({ agent: 'translator@^1.0.0' });
		const invented = agent('Translate the letter to English', { agent: 'super-translator@^9' });
		const { tree: chosen, notes } = await chooseDoers(tree(invented), offerDoers());
		expect(chosen.do[0]).toMatchObject({ agent: 'translator@^1.0.0' });
		expect(notes.get('a')![0]!.reasons[0]).toBe('The step named super-translator@^9, which no signed manifest allows here.');
	});

	it('can be of the other kind: a node for what a model took for an agent', async () => {
		const step = agent('Create an issue in GitHub', {
			why: 'So that it is fixed.',
			reads: ['error'],
			writes: [{ name: 'url', type: 'text' }],
		});
		expect(await first(step)).toEqual({
			...{ kind: 'node', id: 'a', name: step.name, needs: step.needs, why: step.why, reads: ['error'], writes: step.writes },
			...{ node: 'n8n-nodes-base.github', parameters: { resource: 'issue', operation: 'create' } },
		});
	});

	it('of a step that was unsupported is the one that came since', async () => {
		const step: UnsupportedStep = { kind: 'unsupported', id: 'u', name: 'Fly', needs: 'Fly the drone', reason: '', alternatives: [] };
		const pilot = agentDoer('pilot', 'Flies drones.', ['drones.fly']);
		expect(await first(step)).toMatchObject({ kind: 'unsupported' });
		expect(await first(step, offerDoers({ list: async () => [pilot] }))).toMatchObject({ kind: 'agent', agent: 'pilot@^1.0.0' });
	});

	it('says that it is deprecated, and its successor', async () => {
		const old = { ...offeredAgents[3]!, warnings: ['translator 1.0.0 is deprecated: use 2.0.0'] };
		const { notes } = await chooseDoers(tree(agent('Translate the letter')), offerDoers({ list: async () => [old] }));
		expect(notes.get('a')![0]!.reasons).toContain('translator 1.0.0 is deprecated: use 2.0.0');
	});

	it('is looked for in every branch, loop, event, deadline and handler of errors', async () => {
		const inner = (id: string) => agent('Translate the letter', { id });
		const nested: Block[] = [
			{
				...{ kind: 'choice', id: 'c', name: 'Which?' },
				branches: [{ name: 'one', when: 'true', do: [inner('in-branch')] }],
				otherwise: { name: 'other', do: [{ kind: 'parallel', id: 'p', name: 'Both', branches: [{ do: [inner('in-parallel')] }] }] },
			},
			{ kind: 'loop', id: 'l', name: 'Again', limit: 3, do: [inner('in-loop')], onLimit: [inner('on-limit')] },
			{ kind: 'event', id: 'e', name: 'Wait', waits: [{ on: { kind: 'timer', duration: 'PT1H' }, do: [inner('in-event')] }] },
			{ ...inner('outer'), onError: [inner('on-error')], deadline: { after: 'PT1H', do: [inner('in-deadline')] } },
		];
		const { notes, tree: chosen } = await chooseDoers(tree(...nested), offerDoers());
		const ids = ['in-branch', 'in-parallel', 'in-loop', 'on-limit', 'in-event', 'outer', 'on-error', 'in-deadline'];
		expect([...notes.keys()].sort()).toEqual([...ids].sort());
		expect(JSON.stringify(chosen).match(/"agent":"translator@\^1\.0\.0"/g)).toHaveLength(ids.length);
	});
});

describe('a step that nobody can do', () => {
	const fax = node('Send a fax to the court', { id: 'fax', why: 'The law asks for it.', writes: [{ name: 'sentAt', type: 'date' }] });

	it('is unsupported, with what can be done in its place, and is counted once for the plan', async () => {
		const wanted: string[] = [];
		const sources = offerDoers({ noteWanted: async (need, plan) => void wanted.push(`${plan} ${need}`) });
		const { tree: chosen, notes } = await chooseDoers(tree(fax, { ...fax, id: 'fax-2' }), sources);
		expect(chosen.do[0]).toMatchObject({
			...{ kind: 'unsupported', id: 'fax', name: fax.name, why: fax.why, writes: fax.writes, needs: fax.needs },
			reason: 'No signed agent or node here does this.',
		});
		expect((chosen.do[0] as UnsupportedStep).alternatives.map(({ kind }) => kind)).toEqual(['http', 'mcp', 'human']);
		expect(wanted).toEqual(['orders send_fax_court']);
		expect(notes.get('fax')).toEqual([]);
	});

	it('has the same reason where the plan is looked at again after a change', async () => {
		const { tree: chosen } = await chooseDoers(tree(fax), offerDoers());
		const { tree: again } = await chooseDoers(chosen, offerDoers());
		expect((again.do[0] as UnsupportedStep).reason).toBe('No signed agent or node here does this.');
		const own = { ...(chosen.do[0] as UnsupportedStep), reason: 'The court has no e-mail.' };
		const { tree: kept } = await chooseDoers(tree(own), offerDoers());
		expect((kept.do[0] as UnsupportedStep).reason).toBe('The court has no e-mail. No signed agent or node here does this.');
	});

	it('is told of nodes whose package nobody signed, which are never chosen', async () => {
		const all = await offerDoers().list(['node']);
		const slack = all.find(({ name }) => name === 'n8n-nodes-base.slack')!;
		const sources = offerDoers({ list: async () => offeredAgents, listUnsigned: async () => [slack] });
		const step = (await first(node('Send a message in Slack'), sources)) as UnsupportedStep;
		expect(step.kind).toBe('unsupported');
		expect(step.alternatives[0]).toMatchObject({ kind: 'node', text: expect.stringContaining('no signed manifest has its package') });
	});

	it('speaks Portuguese in a plan in Portuguese', async () => {
		const { tree: chosen } = await chooseDoers({ ...tree(node('Enviar um fax ao tribunal')), language: 'pt' }, offerDoers());
		expect(chosen.do[0]).toMatchObject({ reason: 'Nenhum agente ou nó assinado faz isso aqui.' });
		expect(JSON.stringify(chosen)).toContain('Uma pessoa faz à mão');
	});

	it('calls no process that is not deployed', async () => {
		const call = { kind: 'call' as const, id: 'call', name: 'Bill the order', process: 'billing', inputs: { order: 'order' } };
		expect(await first(call)).toMatchObject({ kind: 'unsupported', reason: 'No process billing is deployed.', needs: 'Bill the order' });
		const billing = { ...agentDoer('billing', 'Bills orders.', []), kind: 'process' as const, name: 'billing' };
		expect(await first(call, offerDoers({ findNamed: async () => billing }))).toEqual(call);
	});

	it.each([
		['Send a fax to the court', 'send_fax_court'],
		['Transcribe the call with Maria Souza, 5544999998888', 'transcribe_call'],
		['Write to ana.silva@example.com about order AB-1234', 'write_order'],
		['Ana Maria', ''],
		['Protocolar a petição no tribunal', 'peticao_tribunal'],
		['1234 #!'.repeat(500), ''],
	])('is counted without what can be somebody: %s', (needs, name) => expect(toWantedNeed(needs)).toBe(name));
});

describe('a node', () => {
	const faultsOf = async (step: NodeStep, more: Parameters<typeof offerDoers>[0] = {}) => {
		const { faults, tree: chosen } = await chooseDoers(tree(step), offerDoers(more));
		return { faults: faults.map(({ path, rule }) => `${rule} ${path}`), step: chosen.do[0] as NodeStep, full: faults };
	};

	it('gets resource and operation by the need, and asks for what is missing', async () => {
		const { step, faults, full } = await faultsOf(node('Send the message in Slack', { reads: ['text'] }));
		expect(step.parameters).toEqual({ resource: 'message', operation: 'send', text: '=text' });
		expect(faults).toEqual(['missing-parameter /do/0/parameters/channel', 'missing-credential /do/0/credentials/slackApi']);
		expect(full[1]!.fix).toContain('troupe credentials add slackApi');
	});

	it('gets a variable of the name of a parameter', async () => {
		const { step } = await faultsOf(node('Send the message in Slack', { reads: ['channel'] }));
		expect(step).toMatchObject({ parameters: { channel: '=channel' } });
	});

	it('gets no credential only because of its type, but asks which (n8n-io/n8n#30181)', async () => {
		const slack = node('Send the message in Slack', { reads: ['channel'] });
		const { step, full } = await faultsOf(slack, { credentialsOf: async () => ['of-the-boss'] });
		expect(step.credentials).toBeUndefined();
		expect(full).toMatchObject([{ rule: 'missing-credential', fix: 'Choose one: of-the-boss.' }]);
	});

	it('keeps no credential that a model made up, or that is of another type (n8n-io/n8n#30070)', async () => {
		const slack = (name: string) =>
			node('Send the message', { node: 'n8n-nodes-base.slack', reads: ['channel'], credentials: { slackApi: name, otherApi: 'x' } });
		const credentialsOf = async (type: string) => (type === 'slackApi' ? ['team-slack'] : ['SLACK_CREDENTIAL_ID']);
		const made = await faultsOf(slack('SLACK_CREDENTIAL_ID'), { credentialsOf });
		expect(made.step.credentials).toBeUndefined();
		expect(made.faults).toEqual(['missing-credential /do/0/credentials/slackApi']);
		const { step, faults } = await faultsOf(slack('team-slack'), { credentialsOf });
		expect([step.credentials, faults]).toEqual([{ slackApi: 'team-slack' }, []]);
	});

	it('is missing a resource that has the name which is shown, and no value (n8n-io/n8n#33917)', async () => {
		const parameters = { channel: { __rl: true, mode: 'list', value: '', cachedResultName: 'general' } };
		const { faults } = await faultsOf(
			node('Send the message', { node: 'n8n-nodes-base.slack', parameters, credentials: { slackApi: 's' } }),
		);
		expect(faults).toEqual(['missing-parameter /do/0/parameters/channel']);
	});

	it('is compared with its description: names, choices, and what the chosen operation shows', async () => {
		const parameters = { resource: 'message', operation: 'sendd', chanel: '#x', text: 'x', '__proto__.x': 1, 'a/b~c': 2 };
		const { faults, full } = await faultsOf(node('Send', { node: 'n8n-nodes-base.slack', parameters, credentials: { slackApi: 's' } }));
		expect(faults).toContain('unknown-choice /do/0/parameters/operation');
		expect(faults).toContain('unknown-parameter /do/0/parameters/a~1b~0c');
		expect(full.find(({ path }) => path.endsWith('operation'))!.fix).toBe('Use one of: send, update, delete.');
		const sent = { ...parameters, operation: 'send', chanel: '#x' };
		const near = await faultsOf(node('Send', { node: 'n8n-nodes-base.slack', parameters: sent, credentials: { slackApi: 's' } }));
		expect(near.full.find(({ path }) => path.endsWith('chanel'))!.fix).toBe('Use one of: channel.');
	});

	it('loses the parameters of another node that nothing allows', async () => {
		const other = node('Create an issue in GitHub', { node: 'n8n-nodes-evil.gitHub', parameters: { exfiltrate: 'yes' } });
		const { step } = await faultsOf(other);
		expect(step).toMatchObject({ node: 'n8n-nodes-base.github', parameters: { resource: 'issue', operation: 'create' } });
		expect(JSON.stringify(step)).not.toContain('exfiltrate');
	});

	it('leaves an operation open where no word of the need is one of its', async () => {
		const { faults, full } = await faultsOf(node('Use Dropbox', { node: 'n8n-nodes-base.dropbox', credentials: { dropboxApi: 'd' } }));
		expect(faults).toEqual(['missing-parameter /do/0/parameters/resource', 'missing-parameter /do/0/parameters/operation']);
		expect(full[0]!.fix).toContain('(file, folder)');
	});

	it('of this package is compared with its template', async () => {
		const step = node('Search our documents for the terms', { parameters: { colection: 'x' } });
		const { faults, full } = await faultsOf({ ...step, node: 'troupe:retrieve' });
		expect(faults).toEqual([
			'unknown-parameter /do/0/parameters/colection',
			'missing-parameter /do/0/parameters/collection',
			'missing-parameter /do/0/parameters/question',
		]);
		expect(full[0]!.fix).toBe('Use one of: collection.');
	});

	it('asks for the credential of a request that a model made up', async () => {
		const http: Block = { ...{ kind: 'http', id: 'h', name: 'Order', method: 'POST', url: 'https://erp.example' }, credential: 'root' };
		const choose = (stored: string[] | undefined) => chooseDoers(tree(http), offerDoers(stored && { credentialsOf: async () => stored }));
		const made = await choose(['erp']);
		expect(made.tree.do[0]).toMatchObject({ kind: 'http', credential: 'root' });
		expect(made.faults).toEqual([
			{
				...{ path: '/do/0/credential', rule: 'missing-credential', fix: 'Choose one: erp.' },
				message: 'The step "Order" names the credential root, which is not stored.',
			},
		]);
		for (const stored of [['root'], undefined]) expect(await choose(stored)).toMatchObject({ faults: [], tree: { do: [http] } });
	});
});
