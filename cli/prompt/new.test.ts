import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePromptFile } from '../../core/prompts/prompt-file';
import type { Host } from '../../providers/compose/hosts/host';
import { closeOpened } from '../../providers/compose/open-once';
import { patternNames, patterns } from '../../providers/compose/prompts/pattern-names';
import { openGate } from '../../test/fakes/permissive-gate';
import { callTroupe, testTerminal } from '../../test/support/test-terminal';
import { runPromptLint } from './lint-run';
import { runPromptTest } from './test-run';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'troupe-prompt-new-'))));
afterEach(async () => {
	await closeOpened();
	rmSync(folder, { recursive: true });
});
const at = (name: string) => join(folder, name);
const create = (...args: string[]) => callTroupe(['prompt', 'new', ...args, '--into', folder], { TROUPE_HOME: folder });

const all = patternNames.flatMap((pattern) => patterns[pattern].map((language) => [pattern, language] as const));

test.each(all)('%s in %s lints clean, and its cases pass without a model', async (pattern, language) => {
	expect(await create('mine', '--pattern', pattern, '--language', language)).toMatchObject({ code: 0 });
	const file = at('mine.md');
	const linted = testTerminal();
	await runPromptLint([file], {}, linted);
	expect(linted.noted).toEqual(['1 prompt: 0 errors, 0 warnings']);
	expect(parsePromptFile(readFileSync(file, 'utf8'), file)).toMatchObject({ name: 'mine', version: '1.0.0' });
	const host = async (): Promise<Host> => ({ name: 'cli', gate: openGate(), agentFolders: [], providers: {}, stateFolder: folder });
	const tested = testTerminal();
	expect([await runPromptTest(file, {}, tested, host), tested.noted.slice(1)]).toEqual([0, []]);
	expect(tested.printed.at(-1)).toMatch(/^Recorded: .* Nothing was spent now\.$/);
	expect(readFileSync(at('mine.eval.yaml'), 'utf8')).toMatch(/^agent:\n {2}id: mine$/m);
});

test('the agent of the cases has an id that agents can have', async () => {
	await create('my.new_tone-');
	expect(readFileSync(at('my.new_tone-.eval.yaml'), 'utf8')).toMatch(/^agent:\n {2}id: my-new-tone$/m);
});

test('writes no file where one of them exists, and refuses names that are paths', async () => {
	writeFileSync(at('mine.eval.yaml'), 'mine');
	expect(await create('mine')).toMatchObject({ code: 2, noted: expect.stringContaining('mine.eval.yaml already exists') as string });
	expect(existsSync(at('mine.md'))).toBe(false);
	for (const name of ['../mine', 'Mine', ''])
		expect(await create(name)).toMatchObject({ code: 2, noted: expect.stringContaining('is not a name of a prompt') as string });
	expect(await create('tone', '--pattern', 'portuguese-tone', '--language', 'en')).toMatchObject({
		code: 2,
		noted: expect.stringContaining('--language pt') as string,
	});
});

test('lists the patterns with their languages and inputs', async () => {
	const { code, printed } = await callTroupe(['prompt', 'new', '--list', '--json'], {});
	expect([code, JSON.parse(printed)]).toMatchObject([
		0,
		expect.arrayContaining([{ pattern: 'judge', languages: ['en', 'pt'], purpose: expect.any(String) as string, inputs: ['criteria'] }]),
	]);
});
