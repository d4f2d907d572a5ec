import { collectFindings, definitions, escapeXml, extensions, writeProcess } from '../../../test/support/bpmn/test-models';

const script = (expression: string) =>
	`<bpmn:scriptTask id="s">${extensions(`<zeebe:script expression="${escapeXml(expression)}" resultVariable="r"/>`)}</bpmn:scriptTask>`;
const flow = (condition: string) =>
	`<bpmn:manualTask id="a"/><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="a"><bpmn:conditionExpression id="c">${escapeXml(condition)}</bpmn:conditionExpression></bpmn:sequenceFlow>`;
const findings = (...elements: string[]) => collectFindings('feel-valid', [definitions(writeProcess('p', ...elements))]);

test.each([
	['a == b', 'unexpected "==" at position 3'],
	['a !== b', 'unexpected "!==" at position 3'],
	['a && b', 'unexpected "&&" at position 3'],
	['a || b', 'unexpected "||" at position 3'],
	['!a', 'unexpected "!" at position 1'],
	["a = 'x'", "unexpected ' at position 5"],
	['a ? 1 : 2', 'unexpected "?" at position 3'],
	['a % 2', 'unexpected "%" at position 3'],
	['a + ', 'it ends too early'],
	['if a then 1', 'it ends too early'],
])('names the position of the fault in %s', async (expression, reason) => {
	expect(await findings(script(`=${expression}`))).toEqual([
		`1.bpmn:s has a value of "expression" that is not FEEL: ${expression}: ${reason}`,
	]);
});

test('names the flow of a condition', async () => {
	expect(await findings(flow('=a == 1'))).toEqual([
		'1.bpmn:f has a value of "conditionExpression" that is not FEEL: a == 1: unexpected "==" at position 3',
	]);
});

test.each(['a = b and not(c)', '"a == b"', 'if a then "!" else null', 'some x in list satisfies x > 1', '='])(
	'leaves %s alone',
	async (expression) => {
		expect(await findings(script(expression === '=' ? '=' : `=${expression}`))).toEqual([]);
	},
);

test('leaves a process alone that no engine runs', async () => {
	const content = definitions(writeProcess('p', script('=a == b'))).replace('isExecutable="true"', 'isExecutable="false"');
	expect(await collectFindings('feel-valid', [content])).toEqual([]);
});
