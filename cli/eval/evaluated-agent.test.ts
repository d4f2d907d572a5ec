import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorseEvaluation } from '../../core/evaluation/live/find-worse';
import { closeOpened } from '../../providers/compose/open-once';
import type { RootDocument } from '../../manifests/documents/root-document';
import { readEvaluations } from '../manifest/lifecycle/read-evaluations';
import type { Host } from '../../providers/compose/hosts/host';
import { openGate } from '../../test/fakes/permissive-gate';
import { copyTestKeys } from '../../test/support/test-keys';
import { testTerminal } from '../../test/support/test-terminal';
import { runHistory } from './history-run';
import { runJudge } from './judge-run';
import { type EvalRunOptions, runEvalRun } from './run-run';
import { composeQualityStore } from '../../providers/compose/evaluation/quality-store';
import { slowTest } from '../../test/support/slow-tests';

let folder: string;
const at = (name: string) => join(folder, name);

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-evaluated-'));
	await copyTestKeys(at('keys'));
	writeFileSync(at('support.eval.yaml'), set('support'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(folder, { recursive: true });
});

/** The agent of the package quotes its handbook, without a model. */
const set = (agent: string) => `
name: Support
agent: ${agent}
cases:
  - name: knows the warranty
    input: { message: How long is the warranty on a coffee machine? }
    expect: [{ assert: contains, text: 24 months }]
  - name: knows bicycles
    input: { message: Do you sell bicycles? }
    expect: [{ assert: contains, text: bicycle }]
`;

const host = async (): Promise<Host> => ({ name: 'cli', gate: openGate(), agentFolders: [], providers: {}, stateFolder: folder });
async function run(options: Partial<EvalRunOptions> = {}) {
	const terminal = testTerminal();
	const code = await runEvalRun(at('support.eval.yaml'), { concurrency: 2, ...options }, terminal, host);
	return { code, terminal };
}
const readSigned = () => {
	const root = readFileSync(at('keys/root.jwt'), 'utf8').split('\n')[0]!;
	const document = JSON.parse(Buffer.from(root.split('.')[1]!, 'base64url').toString()) as RootDocument;
	return readEvaluations([at('support.evaluation.jwt')], document)[0]!.facts;
};

test('signs the result of an agent, with its failures and without any text', async () => {
	const { code, terminal } = await run({ keys: at('keys') });
	expect(code).toBe(1);
	expect(terminal.noted).toContainEqual(expect.stringMatching(/^signed the result of support \d.* in .*support\.evaluation\.jwt$/));
	const statement = readSigned();
	expect(statement).toMatchObject({
		set: { name: 'Support' },
		agent: { id: 'support' },
		cases: [
			{ case: 'knows the warranty', passed: true, score: 1 },
			{ case: 'knows bicycles', passed: false, score: 0 },
		],
	});
	expect(JSON.stringify(statement)).not.toContain('coffee');
});

slowTest('the cases have the same hash whichever version runs them, and another one when a case changes', async () => {
	const hashOf = async () => {
		await run({ keys: at('keys') });
		return readSigned().set.sha256;
	};
	const first = await hashOf();
	writeFileSync(at('support.eval.yaml'), set('"support"').replace('name: Support', 'name: Support '));
	expect(await hashOf()).toBe(first);
	writeFileSync(at('support.eval.yaml'), set('support').replace('24 months', '12 months'));
	expect(await hashOf()).not.toBe(first);
});

test('a result that is not one of the agent is not signed', async () => {
	await expect(run({ signed: at('r.jwt') })).rejects.toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('--keys') });
	await expect(run({ keys: at('nowhere') })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(run({ keys: at('keys'), model: 'openai:gpt-4.1' })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		fix: expect.stringContaining('--model'),
	});
	expect(existsSync(at('support.evaluation.jwt'))).toBe(false);
});

test('recordings of a model that a setting put in place of the one of the definition are not signed', async () => {
	const write = (model: string) =>
		writeFileSync(at('other.json'), JSON.stringify({ version: 1, providers: { openai: { model } }, cases: {} }));
	write('good-model');
	await expect(run({ keys: at('keys'), recordings: at('other.json') })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringMatching(/^The recordings are of openai:good-model, .*\(gpt-[^)]*\)/),
		fix: expect.stringContaining('TROUPE_OPENAI_MODEL'),
	});
	expect(existsSync(at('support.evaluation.jwt'))).toBe(false);
});

test('the history shows stored results, for people, as JSON and as a page', async () => {
	const home = { TROUPE_HOME: folder };
	const empty = testTerminal(home);
	expect(await runHistory('support', { days: 30 }, empty)).toBe(0);
	expect(empty.noted).toContain('Nothing is known of the agent support in the last 30 days.');
	await run({ store: true });
	const terminal = testTerminal(home);
	await runHistory('support', { days: 30, html: at('history.html') }, terminal);
	expect(terminal.printed.join('\n')).toMatch(/Support +[0-9a-f]{12} +1\/2 +0\.50/);
	expect(readFileSync(at('history.html'), 'utf8')).toContain('<h1>Quality of support</h1>');
	const json = testTerminal(home);
	await runHistory('support', { days: 30, json: true }, json);
	expect(JSON.parse(json.printed[0]!)).toMatchObject({
		agent: 'support',
		evaluations: [{ set: 'Support', cases: 2, passed: 1, score: 0.5 }],
	});
});

test('a result that is worse than the one before it is named, also of the same version', async () => {
	const read = async () => {
		const history = testTerminal({ TROUPE_HOME: folder });
		await runHistory('support', { days: 30, json: true }, history);
		return (JSON.parse(history.printed[0]!) as { evaluations: WorseEvaluation[] }).evaluations;
	};
	expect((await run({ store: true })).terminal.noted.join()).not.toContain('Worse');
	const [first] = await read();
	const better = { ...first!, passed: 2, score: 1, at: first!.at + 1 };
	await (await composeQualityStore(await host()))!.addEvaluation('default', better);
	const { terminal } = await run({ store: true });
	expect(terminal.noted).toContain(`Worse than before: support ${better.version} passed 1 of 2 cases; ${better.version} passed 2 of 2.`);
	const { version, at: time } = better;
	expect((await read()).map(({ worseThan }) => worseThan)).toEqual([undefined, undefined, { version, cases: 2, passed: 2, at: time }]);
	const shown = testTerminal({ TROUPE_HOME: folder });
	await runHistory('support', { days: 30 }, shown);
	expect(shown.printed.at(-1)).toMatch(/1\/2 +0\.50 +2\/2 of /);
});

test('judging asks the gate, and says that nothing waits', async () => {
	const terminal = testTerminal();
	const gate = openGate();
	expect(await runJudge({}, terminal, async () => ({ ...(await host()), gate }))).toBe(0);
	expect(terminal.printed).toEqual(['0 judged: 0 passed, 0 failed']);
	expect(gate.admitted).toEqual([{ kind: 'command', name: 'eval judge' }]);
});

describe('answers of the set in place of a model', () => {
	const answered = set('support').replace(
		'    expect: [{ assert: contains, text: 24',
		'    fixtures: { respond: [{ text: "24 months." }] }\n    expect: [{ assert: contains, text: 24',
	);
	/** Its model would be asked: that of the package quotes its handbook. */
	const asking = {
		...{ id: 'asking', version: '1.0.0', name: 'A', purpose: 'A.', prompt: 'A.' },
		...{ model: { route: [], extractive: false }, guardrails: { personalData: { types: [], action: 'token' } }, limits: {} },
	};
	beforeEach(() => {
		writeFileSync(at('asking.json'), JSON.stringify(asking));
		writeFileSync(
			at('support.eval.yaml'),
			answered.replace('agent: support', 'agent: ./asking.json').split('  - name: knows bicycles')[0]!,
		);
	});

	test('pass the agent of the set, and are not what was chosen (curie-eng/curie#666)', async () => {
		expect((await run()).code).toBe(0);
		const { code, terminal } = await run({ agent: at('asking.json'), junit: at('junit.xml') });
		expect(code).toBe(1);
		expect(terminal.noted.join('\n')).toContain('the set answered 1 of 1 case itself. The chosen agent, model or prompt was not asked');
		expect(readFileSync(at('junit.xml'), 'utf8')).toContain('failures="1"');
		expect((await run({ model: 'openai:gpt-4.1' })).code).toBe(1);
	});

	test('are neither signed nor part of the history', async () => {
		await expect(run({ keys: at('keys') })).rejects.toMatchObject({ message: expect.stringContaining('The set answered 1 of 1 case in') });
		expect(existsSync(at('support.evaluation.jwt'))).toBe(false);
		const { terminal } = await run({ store: true });
		expect(terminal.noted).toContain("Left out of the agent's history: 1 case that the set answered in place of the agent's model.");
		writeFileSync(at('support.eval.yaml'), readFileSync(at('support.eval.yaml'), 'utf8').replace(/ *fixtures:.*\n/, ''));
		expect((await run({ store: true })).terminal.noted).toContain(
			"Left out of the agent's history: 1 case that could not run; the error of each is with it.",
		);
		const history = testTerminal({ TROUPE_HOME: folder });
		await runHistory('asking', { days: 30 }, history);
		expect(history.noted).toContain('Nothing is known of the agent asking in the last 30 days.');
	});
});
