import { checkTree } from './check-tree';
import type { Block, PlanTree } from './plan-tree';

const plan = (blocks: unknown[], more: Partial<PlanTree> = {}): PlanTree => ({
	id: 'p',
	name: 'P',
	purpose: 'Tries.',
	language: 'en',
	trigger: { kind: 'manual' },
	inputs: [
		{ name: 'amount', type: 'number' },
		{ name: 'status', type: 'text' },
		{ name: 'dueDate', type: 'date' },
		{ name: 'note', type: 'text', required: false },
		{ name: 'lines', type: 'list' },
	],
	do: blocks as Block[],
	...more,
});
let number = 0;
const id = (): { id: string; name: string } => ({ id: `b${++number}`, name: 'B' });
const human = (...writes: string[]) => ({ kind: 'human', ...id(), who: 'x', writes: writes.map((name) => ({ name, type: 'text' })) });
const end = () => ({ kind: 'end', ...id() });
const choice = (when: string, blocks: unknown[], otherwise: unknown[] = []) => ({
	kind: 'choice',
	...id(),
	branches: [{ name: 'yes', when, do: blocks }],
	otherwise: { name: 'no', do: otherwise },
});
const parallel = (...branches: unknown[][]) => ({ kind: 'parallel', ...id(), branches: branches.map((blocks) => ({ do: blocks })) });
const shows = (...names: string[]) => ({ ...human(), shows: names });
const rules = async (...blocks: unknown[]) => (await checkTree(plan(blocks))).map(({ path, rule }) => `${path} ${rule}`);

describe('checkTree', () => {
	it('finds nothing in a tree that can be built', async () => {
		expect(
			await rules(
				choice('amount > 100 and status = "new"', [human('reason')], [human('reason')]),
				shows('reason', 'amount'),
				{ kind: 'loop', ...id(), do: [human('answer')], until: 'answer = "yes"', limit: 3 },
				parallel([human('one')], [human('two')]),
				shows('one', 'two', 'answer'),
			),
		).toEqual([]);
	});

	it('names the variable that was meant', async () => {
		const [fault] = await checkTree(plan([choice('amuont > 100', [human()])]));
		expect(fault).toEqual({
			path: '/do/0/branches/0/when',
			rule: 'unknown-variable',
			message: 'Nothing sets the variable "amuont" before this place.',
			fix: 'Did you mean "amount"?',
		});
		const [other] = await checkTree(plan([shows('customer')], { language: 'pt' }));
		expect(other!.fix).toBe(
			'Acrescente-a às entradas (inputs), ou a writes de um passo anterior. Conhecidas aqui: amount, status, dueDate, note, lines.',
		);
	});

	it.each([
		['amount > "100"', 'types'],
		['status + amount = "x"', 'types'],
		['dueDate < today()', 'date-as-text'],
		['date(dueDate) < today()', undefined],
		['amount', 'not-a-condition'],
		['amount = null', undefined],
		['amount >', 'not-feel'],
		['size(status) > 3', 'unknown-function'],
		['count(lines[price > 3]) > 1', undefined],
		['some line in lines satisfies line.price > amount', undefined],
		['missing.total > 3', 'unknown-variable'],
	])('judges the condition %s', async (when, rule) => {
		expect(await rules(choice(when, [human()]))).toEqual(rule === undefined ? [] : [`/do/0/branches/0/when ${rule}`]);
	});

	it('follows what is set: after it, in the next round, for each entry, and by one way only', async () => {
		expect(await rules(shows('later'), human('later'))).toEqual(['/do/0/shows/0 unknown-variable']);
		expect(await rules({ kind: 'loop', ...id(), do: [shows('found'), human('found')], until: 'found = "x"', limit: 3 })).toEqual([]);
		expect(await rules({ kind: 'loop', ...id(), each: 'lines', as: 'line', do: [shows('line')], limit: 3 }, shows('line'))).toEqual([
			'/do/1/shows/0 unknown-variable',
		]);
		expect(await rules({ kind: 'loop', ...id(), each: 'status', as: 'line', do: [human()], limit: 3 })).toEqual(['/do/0/each not-a-list']);
		const wait = (key: string) => ({ kind: 'event', ...id(), waits: [{ on: { kind: 'message', name: 'm', key } }] });
		expect(await rules(choice('amount > 1', [human('order')]), shows('order'))).toEqual([]);
		expect(await rules(choice('amount > 1', [human('order')]), wait('order'))).toEqual(['/do/1/waits/0/on/key may-be-null']);
		expect(await rules(wait('note'))).toEqual(['/do/0/waits/0/on/key may-be-null']);
		expect(await rules(wait('"x"'))).toEqual(['/do/0/waits/0/on/key constant-key']);
	});

	it('finds what runs at the same time and disturbs', async () => {
		expect(await rules(parallel([human('one')], [shows('one')]))).toEqual(['/do/0/branches/1/do/0/shows/0 set-beside']);
		expect(await rules(parallel([human('one')], [human('one')]))).toEqual(['/do/0/branches/1/do/0 set-twice']);
		expect(await rules(parallel([human('one')], []))).toEqual(['/do/0 one-branch']);
		expect(await rules(parallel([human()], [choice('amount > 1', [end()])]))).toEqual(['/do/0/branches/1/do end-in-branch']);
	});

	it('finds what nothing leads to', async () => {
		expect(await rules(end(), human())).toEqual(['/do/1 unreachable']);
		expect(
			await rules(choice('amount > 1', [end()], [end()]), { kind: 'event', ...id(), waits: [{ on: { kind: 'timer', duration: 'PT1H' } }] }),
		).toEqual(['/do/1 unreachable']);
		expect(await rules(choice('amount > 1', [end()]), human())).toEqual([]);
	});

	it('finds times, ids, names and limits that cannot be', async () => {
		expect(await rules({ ...human(), deadline: { after: 'soon', do: [] } })).toEqual(['/do/0/deadline/after timer']);
		expect(await rules({ kind: 'event', ...id(), waits: [{ on: { kind: 'timer', duration: 'PT0S' } }] })).toEqual([
			'/do/0/waits/0/on/duration timer',
		]);
		expect((await checkTree(plan([human()], { trigger: { kind: 'timer', at: 'R/PT0S' } })))[0]!.path).toBe('/trigger/at');
		expect(await rules({ ...human(), id: 'Ä' }, { ...human(), id: 'x' }, { ...human(), id: 'x' })).toEqual([
			'/do/0/id id',
			'/do/2/id id-twice',
		]);
		expect(await rules(human('a b'))).toEqual(['/do/0/writes/0/name name']);
		expect(await rules({ kind: 'loop', ...id(), do: [human()], limit: 1_000 })).toEqual(['/do/0/limit value']);
		expect(await rules({ kind: 'call', ...id(), process: 'p' })).toEqual(['/do/0/process calls-itself']);
		expect(await rules({ kind: 'http', ...id(), method: 'GET', url: 'http://x.example' })).toEqual(['/do/0/url value']);
		expect(await rules({ kind: 'node', ...id(), needs: 'x', node: 'n8n-nodes-base.slackTrigger' })).toEqual(['/do/0/node value']);
	});
});
