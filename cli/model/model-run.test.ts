import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyImages } from '../../test/support/tiny-images';
import { TroupeError } from '../../core/base/errors';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { type ModelCommandOptions, runModelCommand } from './model-run';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

const folder = mkdtempSync(join(tmpdir(), 'troupe-model-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Uint8Array): string => {
	writeFileSync(join(folder, name), content);
	return join(folder, name);
};

const gate = openGate();
const hostWith = (...steps: Parameters<typeof scriptedChatModel>) => {
	const model = scriptedChatModel(...steps);
	return { model, open: async () => ({ gate, agentFolders: [], providers: {}, model }) };
};
const lines = (...texts: string[]) => [Buffer.from(texts.map((text, id) => `${JSON.stringify({ id, text })}\n`).join(''))];

test('answers a prompt, with what it used, once the gate has admitted it', async () => {
	const terminal = testTerminal();
	const { model, open } = hostWith('Good morning!');
	const options: ModelCommandOptions = { operation: 'chat', files: [], prompt: 'Hello', system: 'Greet.', temperature: 0.2 };
	expect(await runModelCommand(options, terminal, open)).toBe(0);
	expect(terminal.printed.join('\n')).toMatch(/^Good morning!\n\nscript:model, 10 \+ 5 tokens, cost unknown, \d+ ms$/);
	expect(model.requests).toMatchObject([{ messages: [{ content: 'Greet.' }, { content: 'Hello' }], temperature: 0.2 }]);
	expect(gate.admitted).toContainEqual({ kind: 'command', name: 'model chat' });
});

test('sends the images that are named, by what they are', async () => {
	const { model, open } = hostWith('A dot.');
	const image = file('dot.txt', Buffer.from(tinyImages.png, 'base64'));
	await runModelCommand(
		{ operation: 'chat', files: [], prompt: 'What is it?', image: [image], standardWithout: ['files'] },
		testTerminal(),
		open,
	);
	expect(model.requests[0]!.messages[0]).toMatchObject({ images: [{ kind: 'data', mediaType: 'image/png' }] });
	const text = file('text.png', 'no image');
	await expect(runModelCommand({ operation: 'chat', files: [], prompt: 'x', image: [text] }, testTerminal(), open)).rejects.toMatchObject({
		code: 'INPUT_INVALID',
	});
});

test('answers each line by a schema, in order; one that fails says so in its place', async () => {
	const tooLong = new TroupeError({ code: 'MODEL_CONTEXT_TOO_LONG', message: 'Too long.' });
	const terminal = testTerminal({}, lines('one', 'two', 'three'));
	const { open } = hostWith('{"urgent":true}', tooLong, '{"urgent":false}');
	const schema = file('urgent.json', JSON.stringify({ type: 'object', properties: { urgent: { type: 'boolean' } }, required: ['urgent'] }));
	const options: ModelCommandOptions = { operation: 'structured', files: [], schema, concurrency: 1 };
	expect(await runModelCommand(options, terminal, open)).toBe(1);
	const answers = terminal.printed
		.join('\n')
		.split('\n')
		.map((line) => JSON.parse(line) as object);
	expect(answers).toMatchObject([
		{ id: 0, operation: 'structured', value: { urgent: true }, model: 'script:model' },
		{ id: 1, error: { code: 'MODEL_CONTEXT_TOO_LONG', message: 'Too long.' } },
		{ id: 2, value: { urgent: false } },
	]);
});

test('ends at once with what would be wrong with every line', async () => {
	const refused = new TroupeError({ code: 'MODEL_AUTHENTICATION', message: 'The key was refused.' });
	const { open, model } = hostWith(refused, refused, refused);
	const terminal = testTerminal({}, lines('one', 'two', 'three'));
	await expect(runModelCommand({ operation: 'chat', files: [], concurrency: 1 }, terminal, open)).rejects.toMatchObject({
		code: 'MODEL_AUTHENTICATION',
	});
	expect(model.requests).toHaveLength(1);
});

slowTest('says what a call would cost, for each model', async () => {
	const terminal = testTerminal();
	const options: ModelCommandOptions = { operation: 'estimate', files: [], prompt: 'Hello', model: 'openai:gpt-4.1-mini, ollama:llama3.2' };
	expect(await runModelCommand(options, terminal, async () => ({ gate, agentFolders: [], providers: {} }))).toBe(0);
	expect(terminal.printed).toEqual([
		expect.stringMatching(/^openai:gpt-4\.1-mini: likely \d+ \+ \d+ tokens, 0\.\d+ USD, at most .* \(litellm .*\)$/),
		expect.stringMatching(/^ollama:llama3\.2: likely .* 0\.000000 USD/),
	]);
});

test('Ctrl-C reaches the call', async () => {
	const terminal = testTerminal();
	const { open } = hostWith((_request, signal) => {
		terminal.interrupt();
		expect(signal.aborted).toBe(true);
		return Promise.reject(new TroupeError({ code: 'CANCELLED', message: 'Cancelled.' }));
	});
	await expect(runModelCommand({ operation: 'chat', files: [], prompt: 'x' }, terminal, open)).rejects.toMatchObject({ code: 'CANCELLED' });
});

test.each([
	[['model', 'chat', '--prompt', 'x'], /required option[^]*--model/],
	[['model', 'chat', '-m', 'openai:x', '--temperature', '3'], /a number from 0 to 2/],
	[['model', 'structured', '-m', 'openai:x', '-p', 'x'], /required option[^]*--schema/],
	[['model', 'list', '--providers', 'mistral'], /one or more of: openai/],
])('exits with 2 for %j', async (args, message) => {
	const terminal = testTerminal();
	expect(await runTroupe(args, terminal)).toBe(2);
	expect(terminal.noted.join('\n')).toMatch(message);
});
