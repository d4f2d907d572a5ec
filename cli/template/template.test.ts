import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let folder: string;
let source: string;
let target: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-templates-'));
	[source, target] = [join(folder, 'greeter'), join(folder, 'installed')];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function troupe(...args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: join(folder, 'home') });
	const code = await runTroupe(['template', ...args], terminal);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}

const read = (path: string) => readFileSync(join(target, path), 'utf8');

/** Writes a template with one text and one recipe. */
function write(version: string, texts: Record<string, string>, parameters: object[] = [{ name: 'who', title: 'Who', type: 'text' }]): void {
	const files = Object.keys(texts).map((path) => ({ path, kind: 'text' }));
	mkdirSync(source, { recursive: true });
	for (const [path, text] of Object.entries(texts)) writeFileSync(join(source, path), text);
	const description = { id: 'greeter', version, name: 'Greeter', purpose: 'Greets.', category: 'support', parameters, files };
	writeFileSync(join(source, 'template.json'), JSON.stringify(description));
}

const install = (...more: string[]) => troupe('install', source, '--into', target, ...more);

test('installs with the values that are given, and updates what nobody changed', async () => {
	write('1.0.0', { 'a.md': 'Hi @{who}', 'b.md': 'B', 'old.md': 'old' });
	expect(await install('--set', 'who=Ana')).toMatchObject({ code: 0, noted: expect.stringContaining('Nobody has signed') as string });
	expect([read('a.md'), read('b.md')]).toEqual(['Hi Ana', 'B']);

	write('1.1.0', { 'a.md': 'Hello @{who}', 'b.md': 'B2', 'c.md': 'C' });
	writeFileSync(join(target, 'b.md'), 'mine');
	const { code, printed } = await install();
	expect(code).toBe(1);
	expect(printed).toMatch(/a\.md: replaced\n {2}b\.md: kept with your changes; .*\.new\n {2}c\.md: created\n {2}old\.md: removed/);
	expect([read('a.md'), read('b.md'), read('b.md.new'), read('c.md'), existsSync(join(target, 'old.md'))]).toEqual([
		...['Hello Ana', 'mine', 'B2', 'C'],
		false,
	]);
	expect(JSON.parse(read('.troupe-template.json'))).toMatchObject({ template: 'greeter', version: '1.1.0', values: { who: 'Ana' } });
});

test('keeps what only a person changed, without a second file and without a complaint', async () => {
	write('1.0.0', { 'a.md': 'A', 'b.md': 'B' }, []);
	await install();
	writeFileSync(join(target, 'a.md'), 'mine');
	write('1.1.0', { 'a.md': 'A', 'b.md': 'B2' }, []);
	expect(await install()).toMatchObject({
		code: 0,
		printed: expect.stringMatching(/a\.md: kept with your changes\n {2}b\.md: replaced/) as string,
	});
	expect([read('a.md'), read('b.md'), existsSync(join(target, 'a.md.new'))]).toEqual(['mine', 'B2', false]);
});

test('changes no file of somebody else, and writes nothing in a dry run', async () => {
	write('1.0.0', { 'a.md': 'Hi @{who}' });
	expect(await install('--set', 'who=Ana', '--dry-run')).toMatchObject({ code: 0 });
	expect(existsSync(target)).toBe(false);
	mkdirSync(target);
	writeFileSync(join(target, 'a.md'), 'mine');
	expect(await install('--set', 'who=Ana')).toMatchObject({
		code: 2,
		noted: expect.stringContaining('has other files of the same names: a.md') as string,
	});
	expect(read('a.md')).toBe('mine');
});

test('refuses another template in the folder of one, and a record that points outside', async () => {
	write('1.0.0', { 'a.md': 'A' }, []);
	writeFileSync(join(folder, 'outside.md'), 'mine');
	mkdirSync(target);
	const record = { template: 'greeter', version: '0.9.0', from: 'x', values: {}, files: { '../outside.md': 'x', '.git/x': 'x' } };
	writeFileSync(join(target, '.troupe-template.json'), JSON.stringify(record));
	expect(await install()).toMatchObject({ code: 0, printed: expect.not.stringContaining('outside') as string });
	expect(existsSync(join(folder, 'outside.md'))).toBe(true);
	writeFileSync(join(target, '.troupe-template.json'), JSON.stringify({ ...record, template: 'other' }));
	expect(await install()).toMatchObject({ code: 2, noted: expect.stringContaining('holds the template other 0.9.0') as string });
});

test('goes back to an older version only where that is allowed', async () => {
	write('1.10.0', { 'a.md': 'new' }, []);
	await install();
	write('1.9.0', { 'a.md': 'old' }, []);
	expect(await install()).toMatchObject({ code: 2, noted: expect.stringContaining('holds greeter 1.10.0, and 1.9.0 is older') as string });
	expect(await install('--dry-run')).toMatchObject({ code: 0, noted: expect.stringContaining('needs --allow-older') as string });
	expect(read('a.md')).toBe('new');
	expect(await install('--allow-older')).toMatchObject({ code: 0 });
	expect(read('a.md')).toBe('old');
});

test('asks for what is missing, by name', async () => {
	write('1.0.0', { 'a.md': '@{who}' });
	expect(await install()).toMatchObject({ code: 2, noted: expect.stringContaining('who is missing: Who') as string });
	writeFileSync(join(folder, 'values.json'), '{"who": "Rui"}');
	expect(await install('--values', join(folder, 'values.json'), '--json')).toMatchObject({ code: 0 });
	expect(read('a.md')).toBe('Rui');
	writeFileSync(join(folder, 'values.json'), '{"who": ["Rui"]}');
	expect(await install('--values', join(folder, 'values.json'))).toMatchObject({ code: 2 });
});

test('lists the templates of the package with what is installed, and suggests a name', async () => {
	expect(await troupe('install', 'chatbot-team', '--into', target)).toMatchObject({ code: 0 });
	writeFileSync(
		join(target, '.troupe-template.json'),
		JSON.stringify({ ...(JSON.parse(read('.troupe-template.json')) as object), version: '0.1.0' }),
	);
	const { code, printed, noted } = await troupe('list');
	expect([code, printed]).toEqual([0, expect.stringMatching(/^chatbot-team +1\.\d+\.\d+ +package/m)]);
	expect(noted).toMatch(/installed: chatbot-team 0\.1\.0 in .*; 1\.\d+\.\d+ is available: troupe template install chatbot-team --into/);
	expect(await troupe('show', 'chatbot-tean')).toMatchObject({
		code: 1,
		noted: expect.stringContaining('did you mean chatbot-team?') as string,
	});
	expect(await troupe('show', 'none@^1')).toMatchObject({
		code: 1,
		noted: expect.stringContaining('No template "none@^1" is published') as string,
	});
});

test('writes a template that can be installed at once, or describes the files that are there', async () => {
	expect(await troupe('new', source)).toMatchObject({ code: 0 });
	expect(await troupe('new', source)).toMatchObject({ code: 2 });
	expect(await install()).toMatchObject({ code: 0 });
	expect(JSON.parse(read('agents/greeter-agent/agent.json'))).toMatchObject({ name: 'Casa Aurora answers' });

	const own = join(folder, 'Own Files');
	mkdirSync(own);
	writeFileSync(join(own, 'p.bpmn'), '<a/>');
	writeFileSync(join(own, 'p.case.json'), '{}');
	const { printed } = await troupe('new', own);
	expect(printed).toMatch(/p\.bpmn \(process\)\n {2}p\.case\.json \(case\)/);
	expect(JSON.parse(readFileSync(join(own, 'template.json'), 'utf8'))).toMatchObject({ id: 'own-files' });

	rmSync(join(own, 'template.json'));
	writeFileSync(join(own, 'photo.md'), Buffer.from([0x89, 0xff]));
	expect(await troupe('new', own)).toMatchObject({ code: 1, noted: expect.stringContaining('photo.md is not text in UTF-8') as string });
	expect(existsSync(join(own, 'template.json'))).toBe(false);
});

test('a template with an agent that cannot run is refused, with the file and the field', async () => {
	write('1.0.0', { 'a.json': '{"id": "a"}' }, []);
	const path = join(source, 'template.json');
	writeFileSync(path, readFileSync(path, 'utf8').replace('"kind":"text"', '"kind":"agent"'));
	expect(await troupe('show', source)).toMatchObject({
		code: 1,
		noted: expect.stringMatching(/a\.json is not an agent definition/) as string,
	});
});
