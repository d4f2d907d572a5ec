import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layoutProcess } from '../layout/layout-process';
import { definitions, writeProcess } from '../../test/support/bpmn/test-models';
import { troupeRules } from '../rules';
import { lintProcesses } from './lint-processes';
import { lintTargets } from './lint-target';
import * as bpmnlintRules from './bpmnlint-rules';
import * as camundaRules from './camunda-rules';
import { findFix } from './fixes';
import { slowTest } from '../../test/support/slow-tests';
import type { Finding } from './finding';

const support = readFileSync(join(__dirname, '../../examples/support/support.bpmn'), 'utf8');
const root = join(__dirname, '../..');

const errors = (findings: Finding[]) => findings.filter(({ severity }) => severity === 'error');

slowTest.each(lintTargets)('finds no error in the support example on Zeebe %s, and has every rule that it names', async (target) => {
	expect(errors(await lintProcesses([{ name: 'support.bpmn', content: support }], { target }))).toEqual([]);
});

test('names file, line, element, rule and fix', async () => {
	const content = support.replace('name="Answered?"', '');
	const findings = await lintProcesses([{ name: 'support.bpmn', content }], { target: '8.6' });
	expect(findings.filter(({ rule }) => rule === 'label-required')).toEqual([
		{
			file: 'support.bpmn',
			line: 29,
			elementId: 'answered',
			severity: 'warning',
			rule: 'label-required',
			message: expect.any(String),
			fix: 'Give the element a meaningful name.',
		},
	]);
});

test('does not take elements of two files for the same element because their ids are the same', async () => {
	const flow =
		'<bpmn:startEvent id="begin" name="Begin"/><bpmn:endEvent id="end" name="End"/>' +
		'<bpmn:sequenceFlow id="flow" sourceRef="begin" targetRef="end"/>';
	const files = ['a', 'b'].map((id) => ({ name: `${id}.bpmn`, content: definitions(writeProcess(id, flow)) }));
	expect(errors(await lintProcesses(files)).map(({ rule }) => rule)).not.toContain('no-duplicate-sequence-flows');
});

test('knows what a version of Zeebe cannot do', async () => {
	const adHoc = '<bpmn:adHocSubProcess id="tools" name="Tools"><bpmn:task id="tool" name="Tool"/></bpmn:adHocSubProcess>';
	const file = { name: 'a.bpmn', content: definitions(writeProcess('p', adHoc)) };
	const listRules = async (target: '8.6' | '8.8') =>
		(await lintProcesses([file], { target })).filter(({ elementId }) => elementId === 'tools').map(({ rule }) => rule);
	expect(await listRules('8.6')).toContain('camunda-compat/element-type');
	expect(await listRules('8.8')).not.toContain('camunda-compat/element-type');
});

test.each([
	['8.6.0', true],
	['8.8.0', false],
	['8.9.1', false],
	['8.2.0', true],
	[undefined, true],
])('reads the target from the file: %s', async (version, isRefused) => {
	const adHoc = '<bpmn:adHocSubProcess id="tools" name="Tools"><bpmn:task id="tool" name="Tool"/></bpmn:adHocSubProcess>';
	const platform =
		'xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Cloud" ' +
		`modeler:executionPlatformVersion="${version}"`;
	const content = definitions(writeProcess('p', adHoc)).replace('id="definitions"', `id="definitions" ${version ? platform : ''}`);
	const findings = await lintProcesses([{ name: 'a.bpmn', content }]);
	expect(findings.some(({ rule }) => rule === 'camunda-compat/element-type')).toBe(isRefused);
});

describe('a toolbox of an agent', () => {
	const lint = async (tool: string, marks = '') => {
		const type = `<bpmn:extensionElements><zeebe:taskDefinition type="troupe:agent"/>${marks}</bpmn:extensionElements>`;
		const toolbox = `<bpmn:adHocSubProcess id="tools" name="Tools">${type}${tool}</bpmn:adHocSubProcess>`;
		const findings = await lintProcesses([{ name: 'a.bpmn', content: definitions(writeProcess('p', toolbox)) }], { target: '8.8' });
		return findings.filter(({ rule }) => rule.includes('/agent-')).map(({ rule, message, fix }) => ({ rule, message, fix }));
	};
	const script = (input: string, result: string) =>
		`<bpmn:scriptTask id="look" name="Look"><bpmn:documentation>Looks.</bpmn:documentation><bpmn:extensionElements><zeebe:script expression="=1" resultVariable="${result}"/><zeebe:ioMapping><zeebe:input source="${input}" target="n"/></zeebe:ioMapping></bpmn:extensionElements></bpmn:scriptTask>`;

	test.each(['', '<zeebe:properties><zeebe:property name="a" value="b"/></zeebe:properties>'])(
		'is one that Camunda knows: fromAi has an effect in it (%s)',
		async (marks) => {
			expect(await lint(script('=fromAi(toolCall.n)', 'toolCallResult'), marks)).toEqual([]);
		},
	);

	test('has tools that are described, take parameters and return results', async () => {
		const findings = await lint(script('=fromAi(n)', 'result').replace('Looks.', ''));
		expect(findings.map(({ rule }) => rule).sort()).toEqual([
			'camunda-compat/agent-fromai-contract',
			'camunda-compat/agent-tool-documentation',
			'camunda-compat/agent-tool-output-key',
		]);
		expect(findings.filter(({ fix }) => /toolCall|documentation/.test(fix))).toHaveLength(3);
	});
});

test('reports input that is not BPMN, and checks the other files', async () => {
	const files = [
		{ name: 'text.bpmn', content: 'not XML' },
		{ name: 'dangling.bpmn', content: definitions(writeProcess('p', '<bpmn:sequenceFlow id="f" sourceRef="a" targetRef="b"/>')) },
	];
	const findings = await lintProcesses(files, { target: '8.6' });
	expect(findings.filter(({ rule }) => rule === 'xml').map(({ file }) => file)).toEqual(['text.bpmn', 'dangling.bpmn', 'dangling.bpmn']);
});

describe('what is wrong with the XML', () => {
	const toNowhere = definitions(
		writeProcess('p', '<bpmn:startEvent id="s" name="S"/>', '<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="nothing"/>'),
	);
	const twice = definitions(writeProcess('p', '<bpmn:startEvent id="s" name="S"/>', '<bpmn:endEvent id="s" name="E"/>'));

	test.each([
		['a document type', toNowhere.replace('<bpmn:definitions', '<!DOCTYPE a []><bpmn:definitions'), 'document type', 'Remove <!DOCTYPE'],
		['an empty file', '', 'has no element', 'is empty'],
		['an id that two elements have (bpmn-io/moddle-xml#17)', twice, 'duplicate ID <s>', 'an id of its own'],
		['a file that is not BPMN', '<html/>', 'bpmn:Definitions', 'Name a BPMN file'],
		['a flow to a missing element', toNowhere, 'unresolved reference <nothing>', 'Add an element with id "nothing"'],
	])('%s is named with what to do', async (_title, content, message, fix) => {
		const findings = await lintProcesses([{ name: 'a.bpmn', content }], { target: '8.6' });
		expect(findings.filter(({ rule }) => rule === 'xml')).toContainEqual(
			expect.objectContaining({ message: expect.stringContaining(message) as string, fix: expect.stringContaining(fix) as string }),
		);
	});

	test('is named with its line where no element with an id has it', async () => {
		const diagram =
			'<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"><bpmndi:BPMNPlane>\n<bpmndi:BPMNShape/></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>';
		const content = definitions(`${writeProcess('p', '<bpmn:startEvent id="s" name="S"/>')}\n${diagram}`);
		const line = content.slice(0, content.indexOf('<bpmndi:BPMNShape')).split('\n').length;
		const findings = await lintProcesses([{ name: 'a.bpmn', content }], { target: '8.6' });
		expect(findings).toContainEqual(
			expect.objectContaining({ rule: 'xml', line, message: expect.stringContaining('BPMNShape') as string }),
		);
	});

	test('is told without the rules that break on it (camunda/camunda-modeler#5584)', async () => {
		const findings = await lintProcesses([{ name: 'a.bpmn', content: toNowhere }], { target: '8.6' });
		expect(findings.filter(({ message }) => message.includes('the rule failed'))).toEqual([]);
	});
});

const withoutFlowNames = definitions(
	writeProcess(
		'p',
		'<bpmn:startEvent id="start" name="Start"/>',
		'<bpmn:manualTask id="work" name="Work"/>',
		'<bpmn:endEvent id="end" name="End"/>',
		'<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work"/>',
		'<bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="end"/>',
	),
);

test('reads flows from the flows: a model whose elements do not name theirs is as good', async () => {
	const content = await layoutProcess('a.bpmn', withoutFlowNames);
	expect(errors(await lintProcesses([{ name: 'a.bpmn', content }], { target: '8.6' }))).toEqual([]);
});

slowTest('a model without a diagram is one finding, and one with a part of it is one for each missing element', async () => {
	const ofDiagram = async (content: string) =>
		(await lintProcesses([{ name: 'a.bpmn', content }], { target: '8.6' })).filter(({ rule }) => rule === 'no-bpmndi');
	expect(await ofDiagram(withoutFlowNames)).toEqual([
		expect.objectContaining({ file: 'a.bpmn', message: 'The model has no diagram', fix: expect.stringContaining('troupe bpmn layout') }),
	]);
	const drawn = await layoutProcess('a.bpmn', withoutFlowNames);
	const more = drawn.replace('</bpmn:process>', '<bpmn:task id="x" name="X"/><bpmn:task id="y" name="Y"/></bpmn:process>');
	expect((await ofDiagram(more)).map(({ elementId }) => elementId)).toEqual(['x', 'y']);
});

test('every rule of others has a fix that says what to do', () => {
	const ids = [...Object.keys(bpmnlintRules), ...Object.keys(camundaRules).map((id) => `camunda-compat/${id}`)];
	const off = ['camunda-compat/feel', 'camunda-compat/subscription'];
	expect(ids.filter((id) => !off.includes(id) && findFix(id) === findFix('unknown'))).toEqual([]);
});

test('every rule of ours has a document of its name', () => {
	const pageOf = (id: string) => join(root, 'docs/rules', `${id}.md`);
	const isDocumented = (id: string) => existsSync(pageOf(id)) && readFileSync(pageOf(id), 'utf8').includes(`# ${id}\n`);
	expect(Object.keys(troupeRules).filter((id) => !isDocumented(id))).toEqual([]);
});
