import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import type { Finding } from '../../bpmn/lint/finding';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-lint-levels-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Works on every engine, and has no names, no end event and no diagram. */
const plainModel = definitions(
	'<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/><bpmn:userTask id="t"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements></bpmn:userTask>',
);

function definitions(content: string, attributes = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'): string {
	return `<?xml version="1.0"?><bpmn:definitions id="d" targetNamespace="x" xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" ${attributes}><bpmn:process id="p" isExecutable="true">${content}</bpmn:process></bpmn:definitions>`;
}

async function lint(model: string, rc?: unknown, ...args: string[]) {
	const file = join(folder, 'model.bpmn');
	writeFileSync(file, model);
	if (rc !== undefined) writeFileSync(join(folder, '.bpmnlintrc'), typeof rc === 'string' ? rc : JSON.stringify(rc));
	const terminal = testTerminal();
	const code = await runTroupe(['bpmn', 'lint', file, '--json', ...args], terminal);
	const { findings = [] } = JSON.parse(terminal.printed.join('') || '{}') as { findings?: Finding[] };
	const rules = Object.fromEntries(findings.map(({ rule, severity }) => [rule, severity]));
	return { code, rules, findings, notes: terminal.noted.join('\n') };
}

test('matters of style are warnings, and leave the exit code at 0 (linkml/linkml#981)', async () => {
	const { code, rules } = await lint(plainModel);
	expect(rules).toMatchObject({ 'label-required': 'warning', 'end-event-required': 'warning', 'no-bpmndi': 'warning' });
	expect(Object.values(rules)).not.toContain('error');
	expect(code).toBe(0);
});

test('what an engine refuses is an error, whatever the file of settings says', async () => {
	const twoStarts = definitions('<bpmn:startEvent id="a"/><bpmn:startEvent id="b"/>');
	const all = { 'single-blank-start-event': 'off', 'camunda-compat/no-multiple-none-start-events': 'off' };
	for (const rc of [undefined, { rules: all }]) {
		const { code, rules } = await lint(twoStarts, rc);
		expect(Object.values(rules)).toContain('error');
		expect(code).toBe(1);
	}
});

test('what never runs is an error', async () => {
	const parked = plainModel.replace('<bpmn:startEvent', '<bpmn:task id="parked"/><bpmn:startEvent');
	expect(await lint(parked)).toMatchObject({ code: 1, rules: { 'no-disconnected': 'error' } });
});

test('rules are set in the file of bpmnlint, beside the model (Miragon/bpmn-modeler#1321)', async () => {
	const rc = {
		extends: 'bpmnlint:recommended',
		rules: { 'label-required': 'off', 'bpmnlint/no-bpmndi': 0, 'end-event-required': 'error' },
	};
	const { code, rules } = await lint(plainModel, rc);
	expect(rules).not.toHaveProperty('label-required');
	expect(rules).not.toHaveProperty('no-bpmndi');
	expect(rules).toMatchObject({ 'end-event-required': 'error' });
	expect(code).toBe(1);
});

test("levels of Camunda's and Troupe's rules are set by their names", async () => {
	const agent = definitions(
		'<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/><bpmn:serviceTask id="t"><bpmn:extensionElements><zeebe:taskDefinition type="troupe:agnet"/></bpmn:extensionElements></bpmn:serviceTask>',
	);
	expect(await lint(agent)).toMatchObject({ code: 1, rules: { 'troupe/known-job-type': 'error' } });
	const rules = { 'bpmnlint-plugin-troupe/known-job-type': ['warn'], 'camunda-compat/user-task-definition': 2 };
	expect(await lint(agent, { rules })).toMatchObject({ code: 0, rules: { 'troupe/known-job-type': 'warning' } });
	expect((await lint(plainModel, { rules })).rules).toMatchObject({ 'camunda-compat/user-task-definition': 'error' });
});

test("a rule of Camunda with a level of its own still judges by the target's version", async () => {
	const withoutSource = plainModel.replace(
		'<zeebe:userTask/>',
		'<zeebe:userTask/><zeebe:ioMapping><zeebe:input source="" target="a"/></zeebe:ioMapping>',
	);
	const rules = { 'camunda-compat/io-mapping': 'warn', 'camunda-compat/start-event-form': 'warn' };
	expect((await lint(withoutSource, { rules }, '--target', '8.6')).rules).toMatchObject({ 'camunda-compat/io-mapping': 'warning' });
	const { code, rules: found } = await lint(withoutSource, { rules }, '--target', '8.8');
	expect(Object.keys(found).filter((rule) => rule in rules)).toEqual([]);
	expect(code).toBe(0);
});

test('a set of bpmnlint replaces the recommended one', async () => {
	const { rules, notes } = await lint(plainModel, {
		extends: ['bpmnlint:correctness', 'plugin:camunda-compat/camunda-cloud-8-6', 'plugin:bpmnlint-plugin-camunda-compat/camunda-cloud-8-6'],
	});
	expect(notes).toBe('');
	expect(Object.keys(rules)).toEqual(['camunda-compat/user-task-definition']);
});

test('the file is named with --config, and what Troupe does not have is noted and left out (Miragon/bpmn-modeler#1308)', async () => {
	const file = join(folder, 'house.json');
	writeFileSync(file, JSON.stringify({ extends: 'plugin:house/recommended', rules: { 'house/named': 'error', 'label-required': 'off' } }));
	const { code, rules, notes } = await lint(plainModel, undefined, '--config', file);
	expect(rules).not.toHaveProperty('label-required');
	expect(notes).toContain('"house/named" is not part of Troupe');
	expect(notes).toContain('"plugin:house/recommended" is not part of Troupe');
	expect(code).toBe(0);
});

const invalidSettings = ['{', '[]', '{"rules": []}', '{"rules": {"label-required": "of"}}', '{"rules": {"label-required": "constructor"}}'];
test.each([...invalidSettings, '{"extends": 7}'])('refuses the settings %s', async (rc) => {
	expect(await lint(plainModel, rc)).toMatchObject({ code: 2, notes: expect.stringContaining('.bpmnlintrc cannot be used: ') });
});

const camunda7 = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"';
const modeler7 = `${camunda7} xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Platform"`;
const external =
	'<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/><bpmn:serviceTask id="t" camunda:type="external" camunda:topic="pay"/>';

const early7 = 'xmlns:camunda="http://activiti.org/bpmn"';
const earliest7 = `xmlns:activiti="http://activiti.org/bpmn" ${early7}`;

test.each([camunda7, modeler7, early7, earliest7])(
	'says once that a model was made for Camunda 7 (camunda/camunda-modeler#63)',
	async (attributes) => {
		const { code, rules, findings } = await lint(definitions(external, attributes));
		expect(rules).toMatchObject({ platform: 'error' });
		expect(findings.filter(({ severity }) => severity === 'error')).toHaveLength(1);
		expect(code).toBe(1);
	},
);

test('a model of Camunda 7 that runs on Camunda 8 too is a warning', async () => {
	const model = definitions(
		'<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e"/><bpmn:endEvent id="e"/>',
		modeler7,
	);
	expect(await lint(model)).toMatchObject({ code: 0, rules: { platform: 'warning' } });
});
