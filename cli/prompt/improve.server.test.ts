import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { splitCases } from '../../core/evaluation/cases/split-cases';
import type { EvaluationCase } from '../../core/evaluation/cases/evaluation-set';
import type { Host } from '../../providers/compose/hosts/host';
import { closeOpened } from '../../providers/compose/open-once';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { testTerminal } from '../../test/support/test-terminal';
import { testRegistry } from '../../test/support/registry/local-registry';
import { runPromptCompare } from './compare-run';
import { type PromptImproveOptions, runPromptImprove } from './improve-run';

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-prompt-improve-'));
	writeFileSync(at('tone.md'), '---\nname: tone\nversion: 1.0.0\npurpose: Tone.\n---\n\nAnswer for {{shop}}.\n');
	writeSet(40);
});
afterEach(async () => {
	await closeOpened();
	rmSync(folder, { recursive: true });
});

const names = (count: number) => Array.from({ length: count }, (_, index) => `case ${index}`);

function writeSet(count: number, more: object = {}): void {
	const agent = {
		...{ id: 'tone', version: '1.0.0', name: 'Tone', purpose: 'Answers.', capabilities: [] },
		promptReference: { name: 'tone', range: '^1', variables: { shop: 'Aurora' } },
		model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
		...{ guardrails: { personalData: { types: [], action: 'token' } }, limits: { outputTokens: 100 } },
		...more,
	};
	const cases = names(count).map((name) => ({
		...{ name, input: { message: `Say ${name}.` } },
		expect: [{ assert: 'contains', text: `the ${name} of Aurora` }],
	}));
	writeFileSync(at('tone.eval.json'), JSON.stringify({ name: 'Tone', agent, cases }));
}

/** Answers well where the prompt names the word of the case; the writer's answers come in order. */
function responderOf(proposals: string[], good: (name: string, prompt: string) => boolean) {
	const asked: string[] = [];
	const respond: FakeResponder = ({ messages }) => {
		const [system, last] = [messages[0]!.content, messages.at(-1)!.content];
		if (system.startsWith('You improve')) {
			asked.push(last);
			return { text: proposals.shift() ?? 'no more' };
		}
		const name = /Say (case \d+)/.exec(last)?.[1] ?? '';
		return { text: good(name, system) ? `Here is the ${name} of Aurora.` : 'Certainly.' };
	};
	return { respond, asked };
}

const variant = (prompt: string) => JSON.stringify({ why: 'It names the case.', prompt });

async function improve(
	respond: FakeResponder,
	options: Partial<PromptImproveOptions> = {},
	stop: AbortSignal | undefined = undefined,
	budgets: object[] = [],
) {
	const server = await startOpenAiServer({ respond });
	const host = async (): Promise<Host> => ({
		...{ name: 'cli', gate: openGate(), agentFolders: [], stateFolder: folder },
		// The price of the model of an official server is known.
		budgetsFile: { path: at('budgets.json'), mustExist: true },
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } },
	});
	writeFileSync(at('budgets.json'), JSON.stringify({ budgets, prices: { 'openai:gpt-4.1-mini': { input: 1, output: 1 } } }));
	const terminal = { ...testTerminal(), ...(stop && { stop }) };
	try {
		const code = await runPromptImprove(at('tone.md'), { budget: 1, variants: 3, json: true, ...options }, terminal, host);
		return { code, ...(JSON.parse(terminal.printed.join('\n')) as { spentUsd: number }), noted: terminal.noted };
	} finally {
		await server.close();
	}
}

test('keeps a variant that is better on the cases it was not chosen by, and publishes nothing (comet-ml/opik#4080)', async () => {
	const { respond, asked } = responderOf(['Sorry.', 'Sorry again.', variant('Name the case for {{shop}}.')], (_, prompt) =>
		prompt.includes('Name the case'),
	);
	const improved = await improve(respond);
	expect(improved).toMatchObject({
		code: 0,
		before: { passed: 0, score: 0 },
		variants: [{ shown: { score: 1 } }],
		unusable: { 'the answer is not JSON of the form that was asked for': 1 },
		best: { content: 'Name the case for {{shop}}.', file: at('tone.improved.md') },
		isBudgetUsedUp: false,
	});
	expect(improved.spentUsd).toBeGreaterThan(0);
	expect(readFileSync(at('tone.improved.md'), 'utf8')).toMatch(
		/^---\nname: tone\nversion: 1\.0\.1\npurpose: Tone\.\n---\n\nName the case for \{\{shop\}\}\.\n$/,
	);
	expect(readFileSync(at('tone.md'), 'utf8')).toContain('Answer for {{shop}}.');
	// The writer saw no case that judged it.
	const cases = names(40).map((name) => ({ name }) as EvaluationCase);
	for (const { name } of splitCases(cases).heldBack) expect(asked.join('\n')).not.toContain(`Say ${name}.`);
	await expect(improve(respond)).rejects.toThrow('tone.improved.md already exists');
	const compared = testTerminal();
	const offline = async (): Promise<Host> => ({ name: 'cli', gate: openGate(), agentFolders: [], providers: {}, stateFolder: folder });
	const set = at('tone.eval.json');
	await runPromptCompare([at('tone.md'), at('tone.improved.md')], { set, json: true }, compared, {
		host: offline,
		registry: testRegistry({}).open,
	});
	expect(JSON.parse(compared.printed.join('\n'))).toMatchObject({ leftOut: [], winner: 'second' });
});

const inputs = [
	['loses an input (comet-ml/opik#7656)', 'Name the case.', 'an input is missing in it'],
	['has a new input (mlflow/mlflow#22301)', 'Name the case for {{shop}}: {{question}}', 'it has an input that the prompt does not have'],
	['has an error', 'Name the case for {{shop}} {{#if}}', 'it has an error (broken-reference)'],
	['repeats the prompt', 'Answer for {{shop}}.', 'it repeats a text that was tried'],
] as const;

test.each(inputs)('the writer is told why a variant does not run that %s', async (_, prompt, why) => {
	const { respond, asked } = responderOf([variant(prompt), variant('Kindly answer for {{shop}}.')], () => false);
	expect(await improve(respond, { variants: 2 })).toMatchObject({
		code: 1,
		variants: [{ content: 'Kindly answer for {{shop}}.' }],
		unusable: { [why]: 1 },
	});
	expect(asked[1]).toContain(`Earlier answers could not be used: ${why}.`);
});

test('writes nothing where a variant is better only on the cases that the writer saw', async () => {
	const { shown } = splitCases(names(40).map((name) => ({ name }) as EvaluationCase));
	const learnt = new Set(shown.map(({ name }) => name));
	const { respond } = responderOf(
		[variant('Learn by heart for {{shop}}.')],
		(name, prompt) => prompt.includes('by heart') && learnt.has(name),
	);
	expect(await improve(respond, { variants: 1 })).toMatchObject({
		...{ code: 1, best: null, variants: [{ shown: { score: 1 } }] },
		heldBack: { fixed: [] },
	});
	expect(existsSync(at('tone.improved.md'))).toBe(false);
});

test('a variant that loses the form of the answer where a case is hard does not win (UKGovernmentBEIS/inspect_ai#2914)', async () => {
	writeSet(40, { output: { schema: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } } } });
	const isHard = (name: string) => Number(name.slice(5)) % 3 > 0;
	const { respond: answer } = responderOf([variant('Be free with {{shop}}.')], () => true);
	const respond: FakeResponder = (chat) => {
		const system = chat.messages[0]!.content;
		if (system.startsWith('You improve')) return answer(chat);
		const name = /Say (case \d+)/.exec(chat.messages.map(({ content }) => content).join('\n'))?.[1] ?? '';
		// As it is, the prompt passes the hard ones; the variant passes the others, and breaks these.
		if (system.includes('Be free')) return { text: isHard(name) ? 'No JSON.' : JSON.stringify({ text: `Here is the ${name} of Aurora.` }) };
		return { text: JSON.stringify({ text: isHard(name) ? `Here is the ${name} of Aurora.` : 'Certainly.' }) };
	};
	const improved = await improve(respond, { variants: 1 });
	const { shown } = splitCases(names(40).map((name) => ({ name }) as EvaluationCase));
	expect(improved).toMatchObject({ code: 1, best: null, before: { cases: shown.length }, variants: [{ shown: { cases: shown.length } }] });
	expect(existsSync(at('tone.improved.md'))).toBe(false);
});

test('a fault of the writer leaves the variant that was paid for to be judged (comet-ml/opik#7428)', async () => {
	const isEven = (name: string) => Number(name.slice(5)) % 2 === 0;
	const { respond: answer, asked } = responderOf(
		[variant('Name the case for {{shop}}.')],
		(name, prompt) => prompt.includes('Name') && isEven(name),
	);
	const respond: FakeResponder = (chat) =>
		chat.messages[0]!.content.startsWith('You improve') && asked.length > 0
			? { status: 400, body: { error: { message: 'Not so.' } } }
			: answer(chat);
	expect(await improve(respond)).toMatchObject({
		...{ code: 0, best: { content: 'Name the case for {{shop}}.' }, variants: [{}] },
		fault: expect.stringMatching(/./),
	});
});

test('the head of a Dotprompt is written as its file has it', async () => {
	const head = (version: string) =>
		`---\nname: tone\nversion: ${version}\npurpose: |\n  Tone.\n  Kind.\ninput:\n  schema:\n    shop: string\n---\n`;
	writeFileSync(at('tone.md'), `${head('1.0.0')}Answer for {{shop}}.\n`);
	const { respond } = responderOf([variant('Name the case for {{shop}}.')], (_, prompt) => prompt.includes('Name'));
	expect(await improve(respond, { variants: 1 })).toMatchObject({ code: 0 });
	expect(readFileSync(at('tone.improved.md'), 'utf8')).toBe(`${head('1.0.1')}Name the case for {{shop}}.\n`);
});

test('stops before a variant that the budget does not allow to judge, and refuses a budget that the prompt itself uses up', async () => {
	const { respond, asked } = responderOf([variant('Name the case for {{shop}}.')], () => false);
	const { spentUsd: round } = await improve(respond, { variants: 0 });
	expect(await improve(respond, { budget: round * 1.9, concurrency: 1 })).toMatchObject({ code: 1, variants: [], isBudgetUsedUp: true });
	expect(asked).toEqual([]);
	await expect(improve(respond, { budget: round / 3 })).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
});

/** Answers as `responderOf` does, for a price, and stops or ends after some calls. */
const good = (_: string, prompt: string) => prompt.includes('Name the case');
const better = () => responderOf([variant('Name the case for {{shop}}.'), variant('Name the case of {{shop}}, kindly.')], good);

test('keeps the cost of the cases that judge, so that the call of a writer cannot use it up', async () => {
	const { spentUsd: round } = await improve(better().respond, { variants: 0 });
	const { respond, asked } = better();
	// The cases would have room, but not beside the most that the writer can answer with.
	expect(await improve(respond, { budget: round * 2.5, concurrency: 1 })).toMatchObject({
		...{ code: 1, isBudgetUsedUp: true, variants: [], fault: expect.stringContaining('prompt improve') },
	});
	expect(asked).toEqual([]);
	expect(await improve(better().respond, { concurrency: 1 })).toMatchObject({ code: 0, isBudgetUsedUp: false });
});

test('composes the writer before a case is paid for', async () => {
	const { respond } = better();
	let calls = 0;
	const counting: FakeResponder = (chat) => ((calls += 1), respond(chat));
	await expect(improve(counting, { writer: 'anthropic:claude-haiku-4-5' })).rejects.toThrow('none of anthropic:claude-haiku-4-5');
	expect(calls).toBe(0);
});

test.each([
	['in the cases of the prompt', 3, /^Stopped while the cases ran with the prompt as it is: \d+ of 40 had ended, and \$0\.\d{4} are spent/],
	['in those of a variant', 45, undefined],
	['in those that judge', 60, { unjudged: { content: 'Name the case for {{shop}}.' }, variants: [{ shown: { score: 1 } }] }],
] as const)('where it is stopped %s, it says what was paid and what is known', async (_, after, known) => {
	const { respond: answer } = better();
	let calls = 0;
	const stop = new AbortController();
	const respond: FakeResponder = (chat) => {
		if ((calls += 1) === after) stop.abort();
		return answer(chat);
	};
	const stopped = improve(respond, { concurrency: 1 }, stop.signal);
	if (known instanceof RegExp) return expect(stopped).rejects.toThrow(known);
	expect(await stopped).toMatchObject({ code: 1, best: null, isStopped: true, before: { passed: 0 }, ...known });
	expect((await stopped).spentUsd).toBeGreaterThan(0);
	expect(existsSync(at('tone.improved.md'))).toBe(false);
});

test('where another budget ends it, it names that budget', async () => {
	const { spentUsd: round } = await improve(better().respond, { variants: 0 });
	const month = { name: 'all of November', per: 'total', costUsd: round * 2 + 0.001 };
	expect(await improve(better().respond, { concurrency: 1 }, undefined, [month])).toMatchObject({
		...{ code: 1, isBudgetUsedUp: true, variants: [], fault: expect.stringContaining('all of November') },
	});
});

test('asks for no variant where the prompt passes all cases that the writer may see, and says so', async () => {
	const { respond, asked } = responderOf([variant('Name the case for {{shop}}.')], () => true);
	expect(await improve(respond)).toMatchObject({ code: 1, before: { score: 1 }, variants: [], best: null });
	expect(asked).toEqual([]);
});

test('says why where no case can run', async () => {
	const respond: FakeResponder = () => ({ text: '' });
	await expect(improve(respond, { model: 'openai:unknown' })).rejects.toThrow(/Not a single case could run|The budget of/);
});

test('refuses a set of which too few cases are held back', async () => {
	writeSet(12);
	await expect(improve(responderOf([], () => false).respond)).rejects.toThrow(/too small to improve.*a judgement needs 10/);
});

test('a case stays on its side when others are added', () => {
	const cases = names(300).map((name) => ({ name }) as EvaluationCase);
	const [few, many] = [splitCases(cases.slice(0, 100)), splitCases(cases)];
	expect(many.heldBack.slice(0, few.heldBack.length)).toEqual(few.heldBack);
	expect(Math.abs(many.heldBack.length - 180)).toBeLessThan(30);
});
