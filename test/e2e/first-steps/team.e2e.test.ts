import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeShop, startShopServer } from '../../../sandbox/fakes/shop-server';
import { shopPort } from '../../support/front-desk';
import type { Workflow } from '../n8n-api';
import { describeInBrowser, openStage, type Stage } from './stage';

const trigger = 'When chat message received';
const secrets = { typed: { Name: 'SHOP_KEY', Value: 'shop-key' } };
const warranty = 'How long is the warranty of a coffee machine?';
const broken = 'My grinder A-1002 arrived broken, I want my money back.';
/** About a hundred steps in the editor, each of which takes a busy machine seconds. */
const slow = 600_000;

/** The front desk of examples/front-desk: one member answers it, another takes over the conversation and waits for a person. */
describeInBrowser('a team of agents', () => {
	let stage: Stage;
	let shop: FakeShop;

	beforeAll(async () => {
		// At the address where the refund clerk of the package expects it: an agent that the manifest lists cannot be changed.
		[stage, shop] = await Promise.all([openStage(), startShopServer({ port: shopPort })]);
	}, 300_000);
	afterAll(() => Promise.all([stage?.close(), shop?.close()]));

	it(
		'is built from the empty canvas, waits as a whole, and goes on where it was',
		async () => {
			const { canvas, panel } = stage.user;
			await canvas.startAnew();
			await canvas.begin('On chat message');
			await panel.addOption('Options', 'Response Mode');
			await panel.choose('Response Mode', 'Using Response Nodes');
			await panel.close();
			await canvas.addAfter(trigger, { search: 'team', name: 'Troupe Agent' });
			await panel.type('System Prompt', 'You are the front desk of a shop. Ask support about the handbook, hand refunds over.');
			await addMember('support', 'Knows the handbook.');
			await addMember('refund-clerk', 'Refunds orders. Hand the conversation over to it.');
			await panel.choose('Who Answers', 'Member, Until It Returns');
			await panel.credential.create('Tool Secrets', secrets);
			// The clerk asks a person itself about what is worth more than its rules allow.
			await panel.addOption('Options', 'Allow After Results');
			await panel.toggle('Allow After Results');
			await panel.addOption('Options', 'More Tools Without Approval');
			await panel.type('More Tools Without Approval', 'refund-clerk');
			await look('team-fields');
			expect(await panel.complaints()).toEqual([]);
			await panel.close();
			await modelInto('Troupe Agent');
			await canvas.addAfter('Troupe Agent', { search: 'chat', name: 'Chat', action: 'Send a message' });
			await panel.type('Message', '{{ $json.output }}');
			await panel.close();
			await look('team-canvas');
			await talk();
		},
		slow,
	);

	it(
		'is imported from the example, with notes that say how to try it',
		async () => {
			const { user, world, openAi } = stage;
			const { id: _taken, ...example } = JSON.parse(readFileSync('examples/front-desk/workflow.json', 'utf8')) as Workflow & { id: string };
			const credential = await world.api.createCredential('openAiApi', { apiKey: 'sk-fake', url: `${openAi.url}/v1`, header: false });
			const nodes = example.nodes as Array<{ name: string; credentials?: object; parameters: object }>;
			const desk = nodes.find(({ name }) => name === 'Reception')!;
			const entries = { entry: [{ name: 'SHOP_KEY', value: 'shop-key', servers: '' }] };
			desk.credentials = {
				openAiApi: credential,
				troupeToolSecretsApi: await world.api.createCredential('troupeToolSecretsApi', { entries }),
			};
			Object.assign(desk.parameters, { modelName: { __rl: true, mode: 'id', value: 'gpt-4.1-mini' } });
			const id = await world.api.createWorkflow(example);
			await user.page.goto(`${world.url}/workflow/${id}`);
			await user.canvas.node('Reception').waitFor();
			await look('team-imported');
			await talk();
		},
		slow,
	);

	/** Asks both members in n8n's chat, approves the refund in the form, and reads what comes of it. */
	async function talk(): Promise<void> {
		const { chat, hand } = stage.user;
		const refunds = shop.orders.get('A-1002')!.refunds;
		refunds.length = 0;
		await chat.open();
		stage.openAi.script([
			{ text: '', calls: [{ name: 'support', input: { task: warranty } }] },
			{ text: 'The warranty of a coffee machine lasts 24 months [1].' },
			{ text: 'It lasts 24 months.' },
		]);
		expect(await chat.ask(warranty)).toBe('It lasts 24 months.');
		stage.openAi.script([
			{ text: '', calls: [{ name: 'refund-clerk', input: { note: 'Order A-1002.' } }] },
			{ text: '', calls: [{ name: 'get_order', input: { order: 'A-1002' } }] },
			{ text: '', calls: [{ name: 'refund_order', input: { order: 'A-1002', amount: 349.9, reason: 'It arrived broken.' } }] },
			{ text: 'Your 349.90 are on their way.' },
		]);
		expect(await chat.ask(broken)).toMatch(/May the agent call refund_order[^]*Open the form[^]*The answer will appear in this chat\./);
		expect(refunds).toEqual([]);
		const form = await chat.openLink('Open the form');
		await form.getByText('For: refunds desk').waitFor();
		await look('team-form', form);
		await hand.click(form.getByRole('button', { name: 'Approve' }));
		await form.getByText('The agent continues now').waitFor();
		await form.close();
		expect(await chat.nextReply()).toBe('Your 349.90 are on their way.');
		expect(refunds).toHaveLength(1);
		await look('team-answered');
		// The conversation stays with the clerk: the front desk asks no model.
		stage.openAi.script([{ text: 'You are welcome.' }]);
		const calls = stage.openAi.calls.length;
		expect(await chat.ask('Thank you!')).toBe('You are welcome.');
		expect(JSON.stringify(stage.openAi.calls.slice(calls).map(({ body }) => body))).toContain('You handle refunds');
		await chat.close();
	}

	async function addMember(agent: string, description: string): Promise<void> {
		const { panel } = stage.user;
		await panel.add(panel.parameters.getByText('Add Team Member'));
		await panel.pick('Team Member', agent);
		await panel.type('When to Call', description);
	}

	async function modelInto(node: string): Promise<void> {
		const { canvas, panel } = stage.user;
		await canvas.addInto(node, 'Chat Model', { search: 'openai', name: 'OpenAI Chat Model' });
		await panel.credential.createOnce('OpenAI', stage.openAiAccount);
		await stage.standIn(() => panel.toggle('Use Responses API'));
		await panel.close();
	}

	/** With TROUPE_PICTURES, keeps what the person sees, for people to look at. */
	async function look(name: string, page = stage.user.page): Promise<void> {
		const pictures = process.env.TROUPE_PICTURES;
		if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) });
	}
});
