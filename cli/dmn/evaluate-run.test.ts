import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decision, dmnFile, literal, table } from '../../test/contract/decision-parts';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-dmn-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

const model = dmnFile(
	'shop',
	'<inputData id="i" name="the amount"><variable name="the amount" typeRef="number"/></inputData>',
	`<decision id="discount" name="The Discount"><variable name="The Discount"/><informationRequirement><requiredInput href="#i"/></informationRequirement>${table(
		{
			inputs: ['the amount'],
			rules: [
				['< 100', '0'],
				['>= 100', '0.05'],
			],
		},
	)}</decision>`,
	decision('big', literal('9007199254740993')),
	decision('bad', literal('1 +')),
);

async function dmn(lines: string | string[], ...args: string[]) {
	const input = Array.isArray(lines) ? lines.join('\n') : lines;
	const terminal = testTerminal({}, [Buffer.from(input)]);
	const code = await runTroupe(['dmn', ...args], terminal);
	return { code, text: terminal.printed.join('\n'), notes: terminal.noted.join('\n') };
}

test('each line is answered in order, by name or id', async () => {
	const file = write('shop.dmn', model.content);
	const lines = [
		'{"id": 1, "decision": "The Discount", "variables": {"the amount": 150}}',
		'',
		'{"id": "b", "decision": "discount", "variables": {"the amount": 5}}',
		'{"id": {"n": 9007199254740993}, "decision": "big"}',
		'{"decision": "discount", "variables": {"the amount": null}}',
	];
	expect(await dmn(lines, 'evaluate', file)).toEqual({
		code: 0,
		text: '{"id":1,"result":0.05}\n{"id":"b","result":0}\n{"id":{"n":9007199254740993},"result":9007199254740993}\n{"result":null}',
		notes: '',
	});
});

test('what cannot be evaluated is answered with its error, and bad lines end with 2', async () => {
	const file = write('shop.dmn', model.content);
	const failing = await dmn(['{"id":1,"decision":"gone"}', '{"id":2,"decision":"bad"}'], 'evaluate', file);
	expect(failing.code).toBe(0);
	expect(failing.text.split('\n').map((line) => JSON.parse(line) as object)).toEqual([
		{ id: 1, error: expect.stringContaining('has no decision "gone"') },
		{ id: 2, error: expect.stringContaining('"1 +" is not FEEL') },
	]);
	const bad = await dmn(
		['not JSON', '[]', '{"id":3}', '{"id":4,"decision":"big","variables":[]}', '{"id":5,"decision":"big"}'],
		'evaluate',
		file,
	);
	expect(bad.code).toBe(2);
	expect(bad.text.split('\n').map((line) => JSON.parse(line) as object)).toEqual([
		{ error: expect.stringContaining('Line 1 is not JSON') },
		{ error: expect.stringContaining('Line 2 is not an object') },
		{ id: 3, error: expect.stringContaining('"decision" of line 3') },
		{ id: 4, error: expect.stringContaining('"variables" of line 4') },
		{ id: 5, result: expect.any(Number) },
	]);
});

test('requests come from files too', async () => {
	const file = write('shop.dmn', model.content);
	const requests = write('requests.jsonl', '{"id":1,"decision":"big"}\n');
	expect(await dmn('', 'evaluate', file, requests)).toMatchObject({ code: 0, text: '{"id":1,"result":9007199254740993}' });
});

test('a model that is not DMN ends the command', async () => {
	expect(await dmn('', 'evaluate', write('x.dmn', 'text'))).toMatchObject({ code: 1, notes: expect.stringContaining('is not DMN') });
	expect(await dmn('', 'evaluate', join(folder, 'gone.dmn'))).toMatchObject({ code: 2, notes: expect.stringContaining('does not exist') });
});

test('imported models are found in the folder', async () => {
	write('shop.dmn', model.content);
	const main = dmnFile(
		'main',
		'<import name="shop" namespace="http://troupe.example/shop" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
		`<decision id="d" name="d"><informationRequirement><requiredDecision href="http://troupe.example/shop#discount"/></informationRequirement>${literal('shop.The Discount * 2')}</decision>`,
	);
	const file = write('main.dmn', main.content);
	expect(await dmn('{"id":1,"decision":"d","variables":{"the amount":100}}', 'evaluate', file)).toMatchObject({
		text: '{"id":1,"result":0.1}',
	});
});

test('list tells what can be evaluated, with its input', async () => {
	const file = write('shop.dmn', model.content);
	expect(await dmn('', 'list', file)).toEqual({
		code: 0,
		text: 'The Discount (decision, id discount): the amount\nbig (decision, id big): no input\nbad (decision, id bad): no input',
		notes: '',
	});
	expect(JSON.parse((await dmn('', 'list', file, '--json')).text)).toContainEqual({
		name: 'The Discount',
		id: 'discount',
		kind: 'decision',
		inputs: ['the amount'],
	});
});
