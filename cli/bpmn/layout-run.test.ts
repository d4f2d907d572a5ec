import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definitions, writeProcess } from '../../test/support/bpmn/test-models';
import { elementTemplates } from '../../bpmn/templates';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-bpmn-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function bpmn(...args: string[]) {
	const terminal = testTerminal();
	const code = await runTroupe(['bpmn', ...args], terminal);
	return { code, text: terminal.printed.join('\n'), notes: terminal.noted.join('\n') };
}

function write(content: string): string {
	const path = join(folder, 'model.bpmn');
	writeFileSync(path, content);
	return path;
}

const flowing = [
	'<bpmn:startEvent id="start"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>',
	'<bpmn:endEvent id="end"><bpmn:incoming>f</bpmn:incoming></bpmn:endEvent>',
	'<bpmn:sequenceFlow id="f" sourceRef="start" targetRef="end"/>',
];

describe('layout', () => {
	slowTest('draws every element, and keeps the diagram that is there unless told otherwise', async () => {
		const file = write(definitions(writeProcess('p', ...flowing)));
		expect(await bpmn('layout', file)).toMatchObject({ code: 0, text: file });
		const drawn = readFileSync(file, 'utf8');
		for (const id of ['start', 'end', 'f']) expect(drawn).toContain(`bpmnElement="${id}"`);
		expect(await bpmn('layout', file)).toMatchObject({ code: 2, notes: expect.stringContaining('already has a diagram') });
		expect((await bpmn('layout', file, '--replace')).code).toBe(0);
		expect((await bpmn('layout', file, '--output', join(folder, 'other.bpmn'))).code).toBe(0);
		expect(readdirSync(folder).sort()).toEqual(['model.bpmn', 'other.bpmn']);
	});

	test('says why a place cannot be written to', async () => {
		const file = write(definitions(writeProcess('p', ...flowing)));
		const nowhere = await bpmn('layout', file, '--output', join(folder, 'gone', 'other.bpmn'));
		expect(nowhere).toMatchObject({ code: 2, notes: expect.stringContaining('cannot be written: its folder does not exist') });
		const templates = await bpmn('templates', '--into', file);
		expect(templates).toMatchObject({ code: 2, notes: expect.stringContaining('cannot be written: a file with this name exists') });
	});

	test.each([
		['not XML', 'not BPMN'],
		[definitions(), 'has 0 processes'],
		[definitions(writeProcess('a', ...flowing), writeProcess('b')), 'has 2 processes'],
	])('leaves a file alone of which nothing can be drawn: %s', async (content, reason) => {
		const file = write(content);
		expect(await bpmn('layout', file)).toMatchObject({ code: 1, notes: expect.stringContaining(reason) });
		expect(readFileSync(file, 'utf8')).toBe(content);
	});
});

test('templates are written into a folder, which is made, and over those of an earlier version', async () => {
	const into = join(folder, '.camunda', 'element-templates');
	for (let time = 0; time < 2; time++) expect((await bpmn('templates', '--into', into)).code).toBe(0);
	expect(readdirSync(into).sort()).toEqual(elementTemplates.map(({ fileName }) => fileName).sort());
	expect(JSON.parse(readFileSync(join(into, 'troupe-agent.json'), 'utf8'))).toMatchObject({ id: 'troupe.agent' });
});
