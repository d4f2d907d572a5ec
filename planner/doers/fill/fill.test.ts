import { agentDoer, offerDoers } from '../../../test/support/plans/offered-doers';
import { staffPlan } from '../../staff-plan';
import { checkTree } from '../../tree/check-tree';
import type { Block, Field, NodeStep, PlanTree, Trigger } from '../../tree/plan-tree';
import { checkDoers } from '../check-doers';
import { chooseDoers } from '../choose-doers';

const tree = (trigger: Trigger, inputs: Field[], ...blocks: Block[]): PlanTree => ({
	...{ id: 'answers', name: 'Answers', purpose: 'Answers customers.', language: 'en', trigger, inputs, do: blocks },
});
const form: Trigger = { kind: 'form' };
const message: Trigger = { kind: 'message', name: 'customer-wrote' };
const field = (name: string): Field => ({ name, type: 'text' });
const write: Block = { kind: 'agent', id: 'write', name: 'Write the answer', needs: 'Write', agent: 'support', writes: [field('answer')] };
const send = (more: Partial<NodeStep> = {}): NodeStep => ({
	...{ kind: 'node', id: 'send', name: 'Send the answer', needs: 'send a message', node: 'troupe:send', ...more },
});
const staff = (plan: PlanTree, sources = offerDoers()) =>
	staffPlan({ language: 'en', picture: {} }, plan, { sources, ledger: { runsOf: async () => [], estimate: async () => undefined } });

describe('what a program has to be given', () => {
	it('is inferred: the conversation of the message that begins the plan, and the text that an agent wrote', async () => {
		const { tree: staffed, missing, explanation } = await staff(tree(message, [field('question')], write, send({ reads: ['answer'] })));
		expect(staffed.do[1]).toMatchObject({ kind: 'node', parameters: { conversation: '=conversation', text: '=answer' } });
		expect(staffed.inputs.map(({ name }) => name)).toEqual(['question', 'conversation']);
		expect(missing).toEqual([]);
		expect(explanation.supposed).toEqual(['The message that begins this is of a channel, which brings the conversation to answer in.']);
		expect(await checkTree(staffed)).toEqual([]);
	});

	it('is a fault for the model with an example, where nothing says it', async () => {
		const plan = tree(form, [field('phone')], write, send({ reads: ['phone', 'answer'] }));
		const {
			faults: [fault, ...others],
		} = await checkDoers(plan, offerDoers());
		expect(fault).toMatchObject({ path: '/do/1/parameters/conversation', rule: 'missing-parameter' });
		expect(fault!.fix).toContain('"parameters": {"conversation": "=someVariable"}');
		expect(others).toEqual([]);
	});

	it('is a task by hand after that, with the reason: nothing that fails each time can be confirmed', async () => {
		const { tree: staffed, missing, explanation } = await staff(tree(form, [field('phone')], write, send({ reads: ['phone', 'answer'] })));
		expect(staffed.do[1]).toMatchObject({
			...{ kind: 'unsupported', id: 'send', name: 'Send the answer' },
			reason: 'troupe:send could do this, but nothing in the plan sets what it needs: conversation.',
		});
		expect(missing).toEqual([]);
		expect(explanation.unsupported).toEqual(['Send the answer']);
		expect(explanation.steps[1]!.risks.join(' ')).toContain('nothing in the plan sets what it needs: conversation');
	});

	it.each([
		['Tell the customer that the refund was paid', [field('order')], 'The refund was paid.'],
		['Avisar o cliente que o pedido saiu para entrega', [field('order')], 'O pedido saiu para entrega.'],
		['Inform the client that their order is ready', [field('order')], 'Your order is ready.'],
		['Tell the customer that the refund was paid (with WhatsApp)', [field('order')], 'The refund was paid.'],
		['Send "Thank you for the order" to the customer', [field('order')], 'Thank you for the order'],
		['Tell the customer about the order', [field('order')], undefined],
		['Tell the customer that they were refused', [field('order')], undefined],
		['Tell the customer', [field('order'), field('message')], undefined],
	])('is a text that a customer can read: %s', async (needs, inputs, text) => {
		const { tree: staffed } = await staff(tree(message, inputs, send({ name: needs.replace(/ \(.*/, ''), needs, reads: ['order'] })));
		expect(staffed.do[0]).toMatchObject(
			text === undefined
				? { kind: 'unsupported', reason: 'troupe:send could do this, but nothing in the plan sets what it needs: text.' }
				: { kind: 'node', parameters: { text } },
		);
	});

	it('is never the whole of an object, whoever names it', async () => {
		const given = { conversation: '=conversation', text: '=order' };
		const plan = tree(message, [{ name: 'order', type: 'object' }], send({ needs: 'Tell the customer', parameters: given }));
		expect((await checkDoers(plan, offerDoers())).faults.map(({ path }) => path)).toEqual(['/do/0/parameters/text']);
	});

	it('is what the chosen kind needs: a file goes without a text', async () => {
		const given = { conversation: '=conversation', media: '=file' };
		const { tree: staffed } = await staff(tree(message, [field('file')], send({ parameters: given })));
		expect(staffed.do[0]).toMatchObject({ kind: 'node', parameters: given });
	});

	it.each([
		['sendTo', ['customerEmail', 'phone', 'customer'], 'customerEmail'],
		['phoneNumber', ['customerEmail', 'telefone', 'customer'], 'telefone'],
		['to', ['topic', 'customer'], 'customer'],
		['to', ['emailOfOne', 'emailOfTwo'], undefined],
		['message', ['email', 'resposta', 'answer'], 'answer'],
		['message', ['topic', 'email'], undefined],
		['chatId', ['email', 'chat'], 'chat'],
	])('is for %s, with the fields %j: %s', async (parameter, names, meant) => {
		const node = { name: 'post', displayName: 'Post', description: 'Posts', version: 1, inputs: ['main'], outputs: ['main'] };
		const properties = [{ displayName: parameter, name: parameter, type: 'string', default: '', required: true }];
		const post = send({ node: 'n8n-nodes-base.post' });
		const known = {
			kind: 'node' as const,
			key: 'post',
			name: post.node!,
			title: 'Post',
			purpose: 'Posts',
			words: [],
			risk: 'reads' as const,
		};
		const sources = offerDoers({ findNamed: async () => known, describeNode: async () => ({ ...node, properties }) });
		const { tree: chosen } = await chooseDoers(tree(form, names.map(field), post), sources);
		expect((chosen.do[0] as NodeStep).parameters).toEqual(meant === undefined ? undefined : { [parameter]: `=${meant}` });
	});

	it('is a variable where a parameter has its name as a text, but not where it is a fixed choice', async () => {
		const parameters = { resource: 'message', operation: 'send', channel: 'channel', text: 'hello' };
		const slack = send({ node: 'n8n-nodes-base.slack', parameters });
		const { tree: chosen } = await chooseDoers(tree(form, [field('channel'), field('message')], slack), offerDoers());
		expect(chosen.do[0]).toMatchObject({ parameters: { ...parameters, channel: '=channel' } });
	});

	it('is known only where it was set before: not in another branch', async () => {
		const ways = { branches: [{ name: 'one', when: 'urgent', do: [write] }], otherwise: { name: 'other', do: [send()] } };
		const choice: Block = { kind: 'choice', id: 'c', name: 'Urgent?', ...ways };
		const plan = tree(message, [{ name: 'urgent', type: 'boolean' }], choice);
		expect((await chooseDoers(plan, offerDoers())).faults.map(({ path }) => path)).toEqual(['/do/0/otherwise/do/0/parameters/text']);
	});
});

describe('an agent whose description alone has the words of a step', () => {
	const shop = agentDoer('support', 'Answers questions of customers of the shop.', ['questions.answer', 'support.answer']);
	const law = agentDoer('counsel', 'Writes to people.', ['clients.answer'], { risk: 'irreversible' });
	const step: Block = { kind: 'agent', id: 'answer', name: 'Answer the client', needs: 'Answer the client' };
	const offer = (...doers: Array<typeof shop>) =>
		offerDoers({ list: async () => doers, findNamed: async (_, name) => doers.find((doer) => doer.name === name) });

	it('comes after one whose capability names the work, whatever it may do', async () => {
		const { tree: chosen, notes } = await chooseDoers(tree(form, [], step), offer(shop, law));
		expect(chosen.do[0]).toMatchObject({ kind: 'agent', agent: 'counsel@^1.0.0' });
		expect(notes.get('answer')![0]).not.toHaveProperty('weak');
	});

	it('is a weak match with its reason', async () => {
		const { supposed, notes } = await chooseDoers(tree(form, [], step), offer(shop));
		expect(notes.get('answer')![0]!.weak).toBe('none of its capabilities names client');
		expect(supposed).toEqual([
			'I took support@^1.0.0 for "Answer the client", though none of its capabilities names client. Shall it do this, or a person?',
		]);
	});

	it('never takes the place of a person whom the wish names', async () => {
		const byHand: Block = { ...step, kind: 'unsupported', reason: '', alternatives: [], who: 'lawyer' };
		const { tree: chosen } = await chooseDoers(tree(form, [], byHand), offer(shop));
		expect(chosen.do[0]).toMatchObject({ kind: 'unsupported', who: 'lawyer' });
		expect((await chooseDoers(tree(form, [], byHand), offer(law))).tree.do[0]).toMatchObject({ agent: 'counsel@^1.0.0' });
	});
});

it('says which agent was taken by the prose of its purpose, for an act that none of its capabilities names', async () => {
	const clerk = agentDoer('list-clerk', 'Answers questions about lists of orders of customers.', ['lists']);
	const support = agentDoer('support', 'Answers questions of customers.', ['questions.answer']);
	const step: Block = { kind: 'agent', id: 'answer', name: 'Answer the question', needs: 'Answer the question of the customer' };
	const supposedOf = async (doer: typeof clerk) => {
		const sources = offerDoers({ list: async () => [doer], findNamed: async () => doer });
		return (await chooseDoers(tree(form, [], step), sources)).supposed;
	};
	expect(await supposedOf(clerk)).toEqual([
		'I took list-clerk@^1.0.0 for "Answer the question", though none of its capabilities names answer. Shall it do this, or a person?',
	]);
	expect(await supposedOf(support)).toEqual([]);
	const weakOf = async (doer: typeof clerk, needs = step.needs) => {
		const sources = offerDoers({ list: async () => [doer], findNamed: async () => doer });
		return (await chooseDoers(tree(form, [], { ...step, needs }), sources)).notes.get('answer')![0]?.weak;
	};
	expect(await weakOf(clerk)).toBe('none of its capabilities names answer');
	expect(await weakOf(support)).toBeUndefined();
	expect(await weakOf(support, 'Answer the questions of tenants about rent')).toBe('it says nothing of tenants, rent');
});
