import { offerDoers } from '../../test/support/plans/offered-doers';
import { buildProcess } from '../build/build-process';
import { staffPlan } from '../staff-plan';
import { checkTree } from '../tree/check-tree';
import type { Block, Field, NodeStep, PlanTree, UnsupportedStep } from '../tree/plan-tree';
import { readTree } from '../tree/read-tree';
import { listDetails, listShown } from './show-data';

const text = (name: string): Field => ({ name, type: 'text' });
const tree = (inputs: Field[], ...blocks: Block[]): PlanTree => ({
	...{ id: 'p', name: 'P', purpose: 'P', language: 'en', trigger: { kind: 'message', name: 'wrote' }, inputs, do: blocks },
});
const staff = (plan: PlanTree) =>
	staffPlan({ language: 'en', picture: {} }, plan, {
		sources: offerDoers(),
		ledger: { runsOf: async () => [], estimate: async () => undefined },
	});
const mail: NodeStep = {
	...{ kind: 'node', id: 'mail', name: 'Fax it', needs: 'Send a fax to the court', node: 'n8n-nodes-base.fax@2.1' },
	parameters: { sendTo: 'shipping@acme.example', subject: 'Delivery', message: '="About " + question', operation: 'send', attach: false },
};

it('shows what a program would have read, and the values that it would have had', async () => {
	const staffed = await staff(tree([text('question'), text('phone')], mail));
	expect(staffed.tree.do[0]).toMatchObject({
		...{ kind: 'unsupported', shows: ['question'] },
		details: ['sendTo: shipping@acme.example', 'subject: Delivery', 'message: "About " + question'],
	});
	const form = (await buildProcess(staffed.tree)).find(({ name }) => name.endsWith('.form'))!.content;
	for (const told of ['subject: Delivery', '**question:** {{question}}']) expect(form).toContain(told);
	expect(await checkTree(staffed.tree)).toEqual([]);
	expect(readTree(staffed.tree).tree!.do).toEqual(staffed.tree.do);
});

it('shows what the words of a step are about, where nothing else says it', () => {
	const step: UnsupportedStep = { kind: 'unsupported', id: 'u', name: 'Fly', needs: 'Fly to the address', reason: '', alternatives: [] };
	expect(listShown(step, [text('address'), text('phone')])).toEqual(['address']);
	expect(listShown({ ...step, shows: ['phone', 'gone'] }, [text('address'), text('phone')])).toEqual(['phone']);
});

it('says the value of a locator, and bounds what is said', () => {
	expect(listDetails({ channelId: { __rl: true, mode: 'name', value: 'finance' }, list: [1, 2], empty: {}, none: '' })).toEqual([
		'channelId: finance',
		'list: [1,2]',
	]);
	const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`p${at}`, 'x'.repeat(1_000)]));
	expect([listDetails(many).length, listDetails(many)[0]!.length]).toEqual([12, 300]);
});

it('gives no step that others read to a job that says only that it is done', async () => {
	const classify: Block = {
		kind: 'agent',
		id: 'a',
		name: 'Hand over',
		needs: 'Hand over the conversation to a person',
		writes: [text('topic')],
	};
	expect((await staff(tree([text('chatInput')], classify))).tree.do[0]).toMatchObject({ kind: 'unsupported', shows: ['chatInput'] });
	const { writes: _, ...alone } = classify;
	expect((await staff(tree([text('chatInput')], alone))).tree.do[0]).toMatchObject({ kind: 'node', node: 'troupe:hand-over' });
});

it('asks for no conversation where the step that answers in it is done by hand', async () => {
	const send: NodeStep = { kind: 'node', id: 's', name: 'Send', needs: 'send a message', node: 'troupe:send' };
	const { tree: staffed, explanation } = await staff(tree([], { kind: 'human', id: 'h', name: 'Think', who: 'team' }, send));
	expect(staffed).toMatchObject({ inputs: [], do: [{}, { kind: 'unsupported' }] });
	expect(explanation.supposed).toEqual([]);
});
