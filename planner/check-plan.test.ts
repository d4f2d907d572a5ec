import { scriptedChatModel } from '../sandbox/fakes/scripted-chat-model';
import { offerDoers } from '../test/support/plans/offered-doers';
import { changeTree } from './change/change-tree';
import { checkPlan } from './check-plan';
import { drawTree } from './draw/draw-tree';
import type { Candidate } from './plan';
import type { PlanTree } from './tree/plan-tree';
import { readTree } from './tree/read-tree';
import { slowTest } from '../test/support/slow-tests';

const { signal } = new AbortController();
const slack = 'n8n-nodes-base.slack';
const candidates: Candidate[] = [{ kind: 'node', name: slack, purpose: 'Slack', score: 1, reasons: [], risk: 'reversible' }];
const tools = { read: readTree, check: (tree: PlanTree) => checkPlan(tree, offerDoers()) };
const ask = { kind: 'human', id: 'ask', name: 'Ask the team', who: 'office', writes: [{ name: 'word', type: 'text' }] };
const tell = (parameters: object) => ({
	...{ kind: 'node', id: 'tell', name: 'Tell the team', needs: 'Send the message in Slack', node: slack, parameters },
});
const wrong = tell({ chanel: '#team', text: 'Done' });
const right = tell({ channel: '#team', text: 'Done' });
const write = (...blocks: object[]) => JSON.stringify({ name: 'Tell', trigger: { kind: 'manual' }, inputs: [], do: blocks });
const told = ({ requests }: ReturnType<typeof scriptedChatModel>) => requests.at(-1)!.messages.at(-1)!.content;

slowTest('gives a model back what is wrong with a doer, after a drawing and after a change', async () => {
	const drawn = scriptedChatModel(write(ask, wrong), write(ask, right));
	const { faults, rounds, tree } = await drawTree(
		{ wish: 'x', language: 'en', picture: {}, answers: {} },
		candidates,
		drawn,
		tools,
		signal,
	);
	expect([faults, rounds]).toEqual([[], 2]);
	expect(told(drawn)).toContain('"path":"/do/1/parameters/chanel","rule":"unknown-parameter"');
	const begun = { ...tree!, do: tree!.do.slice(0, 1) };
	const insert = (block: object) => JSON.stringify({ says: 'Told.', changes: [{ op: 'insert', after: 'ask', blocks: [block] }] });
	const changed = scriptedChatModel(insert(wrong), insert(right));
	const answer = await changeTree(begun, 'tell the team after it', candidates, changed, tools, signal);
	expect([answer.faults, answer.rounds]).toEqual([[], 2]);
	expect(told(changed)).toContain('"path":"/do/1/parameters/chanel","rule":"unknown-parameter"');
	expect(answer.tree?.do[1]).toMatchObject({ parameters: { channel: '#team' } });
});

it('leaves a credential to people, and finds nothing in a plan that can be built', async () => {
	expect(await checkPlan(readTree(JSON.parse(write(ask, right))).tree!, offerDoers())).toEqual([]);
});

it('finds what is wrong with the tree and with its doers at once', async () => {
	const rules = (await checkPlan(readTree(JSON.parse(write({ ...ask, shows: ['nothing'] }, wrong))).tree!, offerDoers())).map(
		({ rule }) => rule,
	);
	expect(rules).toEqual(expect.arrayContaining(['unknown-variable', 'unknown-parameter']));
});
