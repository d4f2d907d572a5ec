import { agentDoer, offerDoers } from '../../../test/support/plans/offered-doers';
import { agentJob } from '../../build/jobs';
import { Building } from '../../build/building';
import { outlineWish } from '../../draw/outline/outline';
import { checkTree } from '../../tree/check-tree';
import type { AgentStep, Field, NodeStep, PlanTree } from '../../tree/plan-tree';
import { chooseDoers } from '../choose-doers';
import { tellAgent } from './tell-agent';

const step = (needs: string, more: Partial<AgentStep> = {}): AgentStep => ({ kind: 'agent', id: 'a', name: needs, needs, ...more });
const text = (name: string, more: Partial<Field> = {}): Field => ({ name, type: 'text', ...more });
const desk = offerDoers({ list: async () => [agentDoer('desk', 'An agent that answers questions of customers.', ['questions.answer'])] });
const data = { text: 'question and email', from: 'answer' as const };
const staff = async (wish: string, language: 'en' | 'pt' = 'en', picture: { data?: typeof data } = {}): Promise<PlanTree> =>
	(await chooseDoers(outlineWish({ wish, language, picture }).tree, desk)).tree;

it.each([
	['what its words name, and nothing of a person beside', 'Answer the question', [text('question'), text('email')], ['question']],
	['what its words name of a person', 'Write to the email of the customer', [text('topic'), text('email')], ['topic', 'email']],
	['a part of a name', 'Check the orders', [text('orderNumber'), text('phone')], ['orderNumber']],
	['all that there is, where nothing else is left', 'Greet them', [text('customerName'), text('email')], ['customerName', 'email']],
	['no yes or no, and no list, that it does not speak of', 'Sum it up', [text('topic'), text('a', { type: 'boolean' })], ['topic']],
	['the message that began the plan', 'Answer', [text('message', { personal: true }), text('phone')], ['message']],
] as const)('tells an agent %s', (_, needs, known, reads) => {
	expect(tellAgent(step(needs), known).reads).toEqual(reads);
});

it('leaves what a step says itself', () => {
	const [read, said] = [step('Answer', { reads: ['phone'] }), step('Answer', { message: '"Dear " + phone' })];
	expect([tellAgent(read, [text('question')]), tellAgent(said, [text('question')])]).toEqual([read, said]);
	expect(tellAgent(step('Answer', { message: '"Answer the question."' }), [text('question')]).reads).toEqual(['question']);
});

it.each([
	['Somebody fills in a form:\nask the agent desk: answer the question\nThe clerk closes the request', 'en', 'question'],
	['When a customer writes a message, ask the agent desk: answer the customer', 'en', 'message'],
	['Quando um cliente escreve uma mensagem:\npeça ao agente desk: responder ao cliente', 'pt', 'message'],
] as const)('gives an agent of "%s" the words of the person', async (wish, language, name) => {
	const tree = await staff(wish, language, name === 'question' ? { data } : {});
	const agent = tree.do.find(({ kind }) => kind === 'agent') as AgentStep;
	expect(tree.inputs.map((field) => field.name)).toContain(name);
	expect(agent.reads).toEqual([name]);
	expect(await checkTree(tree)).toEqual([]);
	expect(agentJob(new Building(tree, (_, way) => way), agent).inputs['message']).toContain(`string(${name})`);
});

it('adds what it reads to a text that says the same each time', () => {
	const agent = step('Answer', { agent: 'support', message: '"Answer it."', reads: ['question'] });
	const tree: PlanTree = {
		...{ id: 'p', name: 'P', purpose: 'P', language: 'en', trigger: { kind: 'form' }, inputs: [text('question')], do: [agent] },
	};
	const message = agentJob(new Building(tree, (_, way) => way), agent).inputs['message']!;
	expect(message).toContain('get or else("Answer it.", "Answer")');
	expect(message).toContain('string(question)');
});

it('gives a plan of a model the message that begins it, where an agent has nothing else to read', async () => {
	const begun: PlanTree = {
		...{ id: 'p', name: 'P', purpose: 'P', language: 'pt', trigger: { kind: 'message', name: 'wrote' }, inputs: [] },
		do: [step('Answer the question', { agent: 'support' })],
	};
	const { tree } = await chooseDoers(begun, offerDoers());
	expect(tree).toMatchObject({ inputs: [{ name: 'message', label: 'Mensagem' }], do: [{ reads: ['message'] }] });
	const told = { ...begun, inputs: [text('question')] };
	expect((await chooseDoers(told, offerDoers())).tree).toMatchObject({ inputs: told.inputs, do: [{ reads: ['question'] }] });
});

it('writes the fields that a step names into the message of a node, and nothing where it names none', async () => {
	const post = (needs: string): NodeStep => ({ kind: 'node', id: 'n', name: needs, needs, node: 'n8n-nodes-base.slack' });
	const staffed = async (needs: string) => {
		const inputs = [text('orderNumber', { label: 'Order number' }), text('phone')];
		const tree: PlanTree = {
			...{ id: 'p', name: 'P', purpose: 'P', language: 'en', trigger: { kind: 'form' }, inputs, do: [post(needs)] },
		};
		const [step] = (await chooseDoers(tree, offerDoers())).tree.do;
		return { step: step as NodeStep, faults: await checkTree({ ...tree, do: [step!] }) };
	};
	const { step: told, faults } = await staffed('Send the order number to Slack');
	expect(told.parameters?.['text']).toBe(
		'=string join(["Order number: " + (if orderNumber = null then "-" else string(orderNumber))], "\\n")',
	);
	expect(faults).toEqual([]);
	expect((await staffed('Send a message to Slack')).step.parameters).not.toHaveProperty('text');
});
