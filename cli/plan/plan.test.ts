import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../planner/plan';
import { runTroupe } from '../program';
import { connect, node, workflow } from '../../test/support/plans/workflows';
import { testTerminal } from '../terminal/test-terminal';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-plan-'))));
afterEach(() => rmSync(home, { recursive: true }));

async function troupe(args: string[], replies?: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const asked: string[] = [];
	if (replies)
		terminal.ask = (question) => {
			asked.push(question);
			return Promise.resolve(replies.shift() ?? '');
		};
	const code = await runTroupe(['plan', ...args], terminal);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n'), asked };
}
const write = (name: string, content: string): string => {
	const path = join(home, name);
	writeFileSync(path, content);
	return path;
};
const wish =
	'Customers ask for refunds with a form. If the amount is above 500, the manager approves it; otherwise finance pays it. Then finance writes to the customer.';
const read = (printed: string) => JSON.parse(printed) as Plan;

test('makes a whole plan without a conversation, with files that their owner alone reads', async () => {
	const [text, answers] = [write('wish.txt', wish), write('answers.json', '{"data": "amount, name"}')];
	const [bpmn, cases] = [join(home, 'out', 'refund.bpmn'), join(home, 'cases')];
	const made = await troupe(['new', '--text', text, '--answers', answers, '--no-model', '--bpmn', bpmn, '--cases', cases, '--json']);
	expect(made.code).toBe(0);
	const plan = read(made.printed);
	expect(plan).toMatchObject({ state: 'proved', questions: [], proof: { passed: true } });
	expect(statSync(bpmn).mode & 0o077).toBe(0);
	expect(readdirSync(join(home, 'out')).filter((name) => name.endsWith('.form')).length).toBe(plan.files!.length - 1);
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['process', 'test', cases], terminal)).toBe(0);
	expect(terminal.printed.join('\n')).toContain(`${plan.cases!.length} passed`);
	expect((await troupe(['list'])).printed).toContain(plan.id);
});

test('makes a plan of a workflow of n8n, and explains it first', async () => {
	const nodes = [node('Hook', 'webhook', { path: 'orders' }), node('Order', 'httpRequest', { url: 'https://shop.example/x' })];
	const file = write('flow.json', JSON.stringify(workflow(nodes, connect('Hook > Order'))));
	const { code, printed } = await troupe(['new', '--from-workflow', file, '--no-model']);
	expect({ code, printed }).toEqual({ code: 0, printed: expect.stringMatching(/Order: sends GET to shop\.example.*Steps/s) as string });
	expect(await troupe(['new', 'Pay', '--from-workflow', file])).toMatchObject({
		code: 2,
		noted: expect.stringContaining('not of both') as string,
	});
	expect(await troupe(['new', '--from-workflow', write('bad.json', '{"nodes": maria}')])).toMatchObject({
		code: 2,
		noted: expect.not.stringContaining('maria') as string,
	});
});

test('confirms by the hash, runs what was confirmed, and shows where it stands', async () => {
	const plan = read((await troupe(['new', wish, '--no-model', '--json'])).printed);
	expect((await troupe(['run', plan.id])).noted).toContain('nobody confirmed it');
	expect(await troupe(['confirm', plan.id])).toMatchObject({ code: 2, noted: expect.stringContaining('--hash') as string });
	const foreign = await troupe(['confirm', plan.id, '--hash', 'f'.repeat(64)]);
	expect(foreign).toMatchObject({ code: 1, noted: expect.stringContaining('was confirmed') as string });
	expect((await troupe(['confirm', plan.id], ['n'])).code).toBe(1);
	expect(await troupe(['confirm', plan.id], ['y'])).toMatchObject({
		code: 0,
		printed: expect.stringContaining('Only they will run') as string,
	});
	const values = plan.tree!.inputs.map(({ name, type }) => [name, type === 'number' ? 900 : 'text']);
	const started = await troupe(['run', plan.id, '--variables', JSON.stringify(Object.fromEntries(values))]);
	expect(started).toMatchObject({ code: 0, printed: expect.stringMatching(/^Instance \d+ is started\.$/) as string });
	expect((await troupe(['show', plan.id])).printed).toMatch(/active.*Approve/);
	expect(read((await troupe(['show', plan.id, '--json'])).printed)).toMatchObject({ state: 'running', runs: [{ hash: plan.hash }] });
});

test('asks at the terminal, one question after the other', async () => {
	const { code, asked, printed } = await troupe(['new', 'An agent answers e-mails of customers', '--no-model'], Array(20).fill(''));
	expect(code).toBe(0);
	expect(asked.length).toBeGreaterThan(0);
	expect(new Set(asked).size).toBe(asked.length);
	expect(printed).toContain('Steps');
});

test('says what it wants to know where nobody can be asked, and takes the answer later', async () => {
	const begun = await troupe(['new', 'An agent answers e-mails of customers', '--no-model']);
	expect(begun).toMatchObject({ code: 0, noted: expect.stringContaining('troupe plan ask plan-') as string });
	const id = /troupe plan ask (\S+)/.exec(begun.noted)![1]!;
	expect((await troupe(['ask', id])).code).toBe(2);
	let left = 10;
	while ((await troupe(['show', id])).noted.includes(' asks.') && left-- > 0) await troupe(['ask', id, 'you', 'decide', '--no-model']);
	expect((await troupe(['show', id])).noted).toMatch(/is proved|is drawn/);
});

test.each([
	[[], 'There is no wish'],
	[['a', '--text', 'b.txt'], 'given twice'],
	[['--text', 'missing.txt'], 'does not exist'],
	[['a', '--answers', 'ANSWERS'], 'has no answers'],
])('refuses wrong use: %j', async (args, message) => {
	const answers = write('answers.json', '[{"a": 1}]');
	const { code, noted } = await troupe(['new', ...args.map((one) => (one === 'ANSWERS' ? answers : one)), '--no-model']);
	expect({ code, noted }).toEqual({ code: 2, noted: expect.stringContaining(message) as string });
	expect(existsSync(join(home, 'state.db'))).toBe(false);
});
