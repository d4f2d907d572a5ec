import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProcess } from '../../planner/build/build-process';
import type { Plan } from '../../planner/plan';
import { readTree } from '../../planner/tree/read-tree';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { listDeployed } from './list-deployed';
import { nextStep } from './new-run';
import { tellNext } from '../../planner/talk/tell-plan';

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
	'Customers ask for refunds with a form:\nif the amount is above 500: the manager approves\notherwise: finance: pay it\nfinance: write to the customer';
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
	expect(started).toMatchObject({ code: 0, printed: expect.stringMatching(/^Instance \d+ of version 1\.0\.0 is started\.$/) as string });
	expect((await troupe(['show', plan.id])).printed).toMatch(/active.*Approve/);
	expect(read((await troupe(['show', plan.id, '--json'])).printed)).toMatchObject({ state: 'running', runs: [{ hash: plan.hash }] });
});

test('has what waits for a confirmation in the inbox, and ends an instance that the person names', async () => {
	const { id, hash, tree } = read((await troupe(['new', wish, '--no-model', '--json'])).printed);
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['inbox', 'list', '--kind', 'plan'], terminal)).toBe(0);
	expect(terminal.printed.join()).toContain(`${id}:${hash}`);
	await troupe(['confirm', id, '--hash', hash!]);
	const variables = JSON.stringify(Object.fromEntries(tree!.inputs.map(({ name, type }) => [name, type === 'number' ? 7 : 'x'])));
	expect((await troupe(['run', id, '--variables', variables])).code).toBe(0);
	const [instance] = read((await troupe(['show', id, '--json'])).printed).runs!.map(({ instanceKey }) => instanceKey!);
	expect((await troupe(['ask', id, 'cancel', instance!])).printed).toContain('was ended before it was done');
	expect(read((await troupe(['show', id, '--json'])).printed)).toMatchObject({ state: 'ended', runs: [{ state: 'terminated' }] });
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
	[['x'.repeat(300_000)], 'has 300000 characters'],
	[['a', '--model', 'openai:gpt-4o'], "cannot be used with option '--no-model'"],
	[['a', '--tenant', 'a/b'], 'without slashes'],
])('refuses wrong use: %j', async (args, message) => {
	const answers = write('answers.json', '[{"a": 1}]');
	const { code, noted } = await troupe(['new', ...args.map((one) => (one === 'ANSWERS' ? answers : one)), '--no-model']);
	expect({ code, noted }).toEqual({ code: 2, noted: expect.stringContaining(message) as string });
	expect(existsSync(join(home, 'state.db'))).toBe(false);
});

test.each([['', 'f'.repeat(63), 'g'.repeat(64)].map((hash) => ['--hash', hash]), [['-y']]].flat())(
	'refuses %j in place of the hash that was seen',
	async (...given) => {
		expect(await troupe(['confirm', 'plan-x', ...given])).toMatchObject({
			code: 2,
			noted: expect.stringMatching(/64 hex|unknown option/) as string,
		});
	},
);

test('takes a hash in capitals, and says in Portuguese what comes next', async () => {
	const asked = 'Quem quer reembolso preenche um formulário:\nO gerente aprova\nfinanceiro: pagar';
	const made = await troupe(['new', asked, '--no-model', '--suppose']);
	expect(made.noted).toMatch(/está provado\. Confirme: troupe plan confirm/);
	const [, id, hash] = /plan confirm (\S+) --hash (\S+)/.exec(made.noted)!;
	const confirmed = await troupe(['confirm', id!, '--hash', hash!.toUpperCase()]);
	expect(confirmed).toMatchObject({ code: 0, printed: expect.stringContaining('confirmou') as string });
	const renamed = await troupe(['change', id!, 'renomeie "Pagar" para "Pagar o reembolso"', '--no-model']);
	expect(renamed.printed).toContain('nome: "Pagar" -> "Pagar o reembolso"');
	const again = await troupe(['change', id!, 'renomeie "Pagar o reembolso" para "Pagar o reembolso"', '--no-model']);
	expect(again).toMatchObject({ code: 0, printed: expect.stringMatching(/^O plano já é assim\. Nada mudou\.\s*$/) as string });
});

test('says which answer demanded the approval that cannot go alone, and how it can', async () => {
	const asked = 'Someone orders:\nthe clerk reads the order\nsend by email: the order is paid\nthe courier ships it';
	const made = await troupe(['new', asked, '--no-model', '--answers', write('answers.json', '{"approvals": "Yes, the manager"}')]);
	const id = /plan-\w+/.exec(made.noted)![0];
	const [, approve] = /\d\. (Approve: .*) \(by manager\)/.exec(made.printed)!;
	const refused = await troupe(['change', id, `remove "${approve}"`, '--no-model']);
	expect(refused).toMatchObject({ code: 1, printed: expect.stringContaining('you answered “Yes, the manager”') as string });
	const [, way] = /Remove both: (.*)\./.exec(refused.printed)!;
	expect((await troupe(['change', id, way!, '--no-model'])).printed).not.toContain('by manager');
});

test('says what was not drawn, and that the plan is not whole', async () => {
	const system = write('system.json', '{"systems": "the ERP"}');
	const made = await troupe(['new', wish, '--no-model', '--answers', system]);
	expect(made).toMatchObject({ code: 1, printed: expect.stringMatching(/Not drawn: .*\n- the ERP/) as string });
	const answers = write('answers.json', '["Name, amount", "x", "one more"]');
	const more = await troupe(['new', wish, '--no-model', '--answers', answers]);
	expect(more).toMatchObject({ code: 1, printed: expect.stringContaining('- one more') as string });
	const prose = await troupe(['new', 'The clerk reads the order. Then finance pays it.', '--no-model', '--suppose']);
	expect(prose).toMatchObject({ code: 0, printed: expect.stringContaining('each is a step of a person. Configure a model') as string });
});

test('calls a process that is deployed in this home', async () => {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const file = write('billing.bpmn', await writeModel());
	expect(await runTroupe(['process', 'deploy', file], terminal)).toBe(0);
	expect(await listDeployed('127.0.0.1:26500', terminal)).toEqual([{ id: 'billing', name: 'Billing', version: '1' }]);
});

const writeModel = async (): Promise<string> => {
	const tree = { name: 'Billing', trigger: { kind: 'manual' }, do: [{ kind: 'human', name: 'Write the bill', who: 'finance' }] };
	const [model] = await buildProcess({ ...readTree(tree).tree!, id: 'billing' });
	return model!.content.replaceAll(/ formId="[^"]*"/g, '').replaceAll(/<zeebe:formDefinition[^>]*>/g, '');
};

test.each([
	[undefined, 'Plan pl-1 is drawn. Prove it: troupe plan prove pl-1'],
	[{ passed: false }, 'Plan pl-1 is not proved, so that it cannot be confirmed. Say what should be different: troupe plan change pl-1 …'],
])('says what to do after a proof of %j', (proof, expected) => {
	const plan = { ...{ id: 'pl-1', state: 'drawn', language: 'en' }, ...(proof && { proof }) } as Plan;
	expect(nextStep(plan)).toBe(expected);
});

test('does not offer to confirm a plan that something is missing in', () => {
	const plan = { id: 'pl-1', state: 'proved', language: 'en', explanation: { missing: ['A credential.'] } } as Plan;
	expect(nextStep(plan)).toContain('cannot be confirmed yet: something is missing. Give it, then prove it again: troupe plan prove pl-1');
	expect(tellNext(plan)).not.toContain('confirms its hash');
});
