import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../program';
import { callTroupe, testTerminal } from '../../test/support/test-terminal';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'troupe-prompt-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (content: string): string => {
	const path = join(folder, 'tone.md');
	writeFileSync(path, `---\nname: tone\nversion: 1.0.0\npurpose: Tone.\n---\n\n${content}\n`);
	return path;
};
const troupe = (...args: string[]) => callTroupe(['prompt', ...args], { TROUPE_HOME: folder });

test('lint says the line of the file, what is wrong and what to do', async () => {
	const path = write('Be kind.\nHelp {{ who }} with {{ticket}}.');
	expect(await troupe('lint', path, '--untrusted', 'ticket')).toEqual({
		code: 1,
		printed: [
			`${path}:8:6 error {{ who }} has blanks, so it is not filled in. (broken-reference)`,
			'  Write {{who}}.',
			`${path}:8:21 warning Others can write ticket, and nothing marks where their text begins and ends. (untrusted-outside-marks)`,
			'  Write <ticket>{{ticket}}</ticket>, and say that the text between the marks is data without orders.',
		].join('\n'),
		noted: '1 prompt: 1 error, 1 warning',
	});
	expect(await troupe('lint', write('Be kind to {{who}}.'))).toMatchObject({
		code: 0,
		printed: '',
		noted: '1 prompt: 0 errors, 0 warnings',
	});
	const { code, printed } = await troupe('lint', write('Be kind to {{who}}.'), '--inputs', 'whom', '--json');
	expect([code, JSON.parse(printed)]).toMatchObject([1, [{ rule: 'unused-input' }, { rule: 'broken-reference', about: 'who' }]]);
});

test('render fills in what it has, and leaves and names what is missing (promptfoo/promptfoo#627)', async () => {
	const path = write('Be kind to {{who}} of {{shop}}.');
	expect(await troupe('render', path, '--set', 'who={{shop}}', 'shop=A=B')).toEqual({
		...{ code: 0, printed: 'Be kind to {{shop}} of A=B.', noted: '27 characters, about 7 tokens' },
	});
	expect(await troupe('render', path, '--set', 'who=Ana', '--json')).toMatchObject({
		...{ code: 1, noted: expect.stringContaining('no value: shop') as string },
		printed: expect.stringContaining('"text":"Be kind to Ana of {{shop}}."') as string,
	});
	expect(await troupe('render', join(folder, 'nothing.md'))).toMatchObject({
		code: 2,
		noted: expect.stringContaining('does not exist') as string,
	});
});

test('render names values that the prompt has no input for, and counts as a model does where its vocabulary is known', async () => {
	const path = write('Be kind to {{who}}.');
	expect(await troupe('render', path, '--set', 'who=Ana', 'whom=Bo', '-m', 'openai:gpt-4.1')).toEqual({
		...{ code: 0, printed: 'Be kind to Ana.', noted: '15 characters, 5 tokens\nThe prompt has no input whom; it has who.' },
	});
	expect((await troupe('render', path, '--set', 'who=Ana', '-m', 'ollama:some-model')).noted).toMatch(/^15 characters, about \d+ tokens$/);
	expect(await troupe('render', path, '-m', 'gpt-4.1')).toMatchObject({
		code: 2,
		noted: expect.stringContaining('PROVIDER:MODEL') as string,
	});
});

test('a Dotprompt is checked and filled in as a whole, with places of the file', async () => {
	const path = join(folder, 'chat.prompt');
	const writeBody = (body: string) =>
		writeFileSync(
			path,
			`---\nname: chat\nmodel: small\nversion: 1.0.0\npurpose: Chats.\ninput: {schema: {who: string, kind?: boolean}}\n---\n${body}\n`,
		);
	writeBody('{{role "system"}}Help {{whom}}.\n{{role "user"}}{{who}}{{#if kind}}!{{/if}}');
	expect(await troupe('lint', path, '--untrusted', 'who')).toMatchObject({
		code: 1,
		printed: expect.stringMatching(
			/chat\.prompt:8:23 error The prompt has no input whom[^]*:9:1 error An agent's prompt has system text only[^]*:9:16 warning Others can write who/,
		) as string,
	});
	writeBody('Help {{who}}{{#if kind}}!{{/if}}.');
	expect(await troupe('lint', path)).toMatchObject({ code: 0, noted: '1 prompt: 0 errors, 0 warnings' });
	expect(await troupe('render', path, '--set', 'who=Ana', 'kind=true')).toMatchObject({ code: 0, printed: 'Help Ana!.' });
	expect(await troupe('render', path, '--set', 'kind=maybe')).toMatchObject({
		code: 1,
		noted: expect.stringContaining('kind must be boolean') as string,
	});
	writeFileSync(path, '---\nname: chat\nversion: 1.0.0\npurpose: Chats.\nmodel: small\ninput:\n  schema: [x]\n---\nHi');
	expect(await troupe('lint', path)).toMatchObject({ code: 2, noted: expect.stringContaining('input.schema of') as string });
});

test('schema prints what editors check a head with', async () => {
	const { code, printed } = await troupe('schema');
	expect([code, JSON.parse(printed)]).toMatchObject([0, { title: 'Head of a Troupe prompt', required: ['name', 'version', 'purpose'] }]);
});

describe('render --jsonl', () => {
	const lines = async (...all: unknown[]) => {
		const text = all.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
		const terminal = testTerminal({ TROUPE_HOME: folder }, [Buffer.from(text)]);
		const code = await runTroupe(['prompt', 'render', '--jsonl'], terminal);
		return { code, answers: terminal.printed.flatMap((printed) => printed.split('\n').map((line) => JSON.parse(line) as unknown)) };
	};

	test('answers each Dotprompt with its configuration, its messages and its head, in order', async () => {
		const template = '---\nmodel: small\nconfig:\n  temperature: 0\n---\n{{role "system"}}{{>rules}}{{role "user"}}{{ask}}';
		const call = { id: 1, template, partials: { rules: 'Be brief.' }, data: { input: { ask: 'When?' } }, options: { config: { topK: 2 } } };
		const { code, answers } = await lines(call, '', { id: 'two', template: 'Hi' });
		expect({ code, answers }).toMatchObject({
			code: 0,
			answers: [
				{
					id: 1,
					result: {
						config: { temperature: 0, topK: 2 },
						messages: [
							{ role: 'system', content: [{ text: 'Be brief.' }] },
							{ role: 'user', content: [{ text: 'When?' }] },
						],
						raw: { model: 'small', config: { temperature: 0 } },
					},
				},
				{ id: 'two', result: { config: {}, messages: [{ role: 'user', content: [{ text: 'Hi' }] }] } },
			],
		});
	});

	test('answers a prompt that cannot be rendered with its fault, and the others all the same', async () => {
		const { code, answers } = await lines(
			{ id: 'a', template: 'Hi {{#if x}}' },
			{ id: 'b' },
			{ id: 'c', template: 'x', data: { messages: [{ role: 'user', content: 'Hi' }] } },
			{ id: 'd', template: 'x', partials: { sign: 1 } },
			[],
			{ id: 'e', template: 'Hi' },
		);
		expect({ code, answers }).toMatchObject({
			code: 1,
			answers: [
				{ id: 'a', error: { code: 'INPUT_INVALID', message: expect.stringContaining('Parse error on line 1') as string } },
				{ id: 'b', error: { message: '"template" of a rendering is not a text.' } },
				{ id: 'c', error: { message: expect.stringContaining('"data.messages"') as string } },
				{ id: 'd', error: { message: '"partials" of a rendering is not a map of texts.' } },
				{ id: null, error: { message: expect.stringContaining('a JSON object with "template"') as string } },
				{ id: 'e', result: { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] } },
			],
		});
	});

	test('a line that is not JSON has an answer too, and the command ends with 2', async () => {
		expect(await lines('{"id": 1,', { id: 2, template: 'Hi' })).toMatchObject({
			code: 2,
			answers: [
				{ id: null, error: { code: 'INPUT_INVALID' } },
				{ id: 2, result: {} },
			],
		});
	});

	test('without lines and without a file, it says so', async () => {
		expect(await troupe('render')).toMatchObject({ code: 2, noted: expect.stringContaining('No file of a prompt was named') as string });
		expect(await troupe('render', 'x.md', '--jsonl', '--json')).toMatchObject({ code: 2 });
	});
});
