import { readProcessFile } from '../read-process';
import { slowTest } from '../../../test/support/slow-tests';

const model = (content: string, attributes = '', root = ''): string =>
	`<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
	xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" targetNamespace="http://t"${attributes}>
	<bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/>
	${content}
	</bpmn:process>${root}</bpmn:definitions>`;

const listProblems = async (content: string): Promise<Array<[line: number | undefined, elementId: string | undefined, message: string]>> =>
	(await readProcessFile('a.bpmn', content)).problems.map(({ line, elementId, message }) => [line, elementId, message]);

const task = (content: string, attributes = ''): string => `<bpmn:task id="t"${attributes}>${content}</bpmn:task>`;

/** Zeebe 8.6.0 and 8.8.21 refuse each of them: the cases of the contract's family named-flow hold more. */
test.each([
	[
		task('<bpmn:outgoing>f</bpmn:outgoing><bpmn:extensionElements/>') + '<bpmn:sequenceFlow id="f" sourceRef="t" targetRef="s"/>',
		'<bpmn:extensionElements> is after <bpmn:outgoing> in <bpmn:task>, but BPMN expects it before',
	],
	[
		task('<bpmn:standardLoopCharacteristics/><bpmn:standardLoopCharacteristics/>'),
		'<bpmn:task> has too many <bpmn:standardLoopCharacteristics>',
	],
	[task('<bpmn:incoming/>'), '<bpmn:incoming> is "", which is not a name'],
	[task('', ' startQuantity="two"'), 'the startQuantity of <bpmn:task> is "two", which is not a whole number'],
	['<bpmn:artifact id="t"/>', '<bpmn:artifact> is an abstract element of BPMN'],
	[task('', ' color="red"'), '<bpmn:task> has the attribute "color", which BPMN does not have'],
	[
		'<bpmn:inclusiveGateway id="t" gatewayDirection="Up"/>',
		'the gatewayDirection of <bpmn:inclusiveGateway> is "Up" instead of one of Unspecified, Converging, Diverging, Mixed',
	],
	['<bpmn:textAnnotation id="t"/>\n<bpmn:association sourceRef="t"/>', '<bpmn:association> has no attribute "targetRef"'],
])('%s is refused', async (content, message) => {
	expect((await listProblems(model(content))).map(([, , found]) => found)).toContain(message);
});

test('a violation is told with its line, and the element that has an id', async () => {
	expect(await listProblems(model(task('<bpmn:multiInstanceLoopCharacteristics behavior="Some"/>')))).toEqual([
		[4, 't', expect.stringContaining('is "Some" instead of one of None, One, All, Complex')],
	]);
});

test('violations are told in the order of their lines', async () => {
	const content = ['a', 'b', 'c'].map((name) => task('', ` ${name}="1"`).replace('"t"', `"${name}"`)).join('\n');
	expect((await listProblems(model(content))).map(([line, elementId]) => [line, elementId])).toEqual([
		[4, 'a'],
		[5, 'b'],
		[6, 'c'],
	]);
});

test('definitions need a namespace, and shapes their bounds', async () => {
	const diagram = '<di:BPMNDiagram><di:BPMNPlane>\n<di:BPMNShape bpmnElement="s"/></di:BPMNPlane></di:BPMNDiagram>';
	expect(await listProblems(model('', '', diagram).replace(' targetNamespace="http://t"', ''))).toEqual([
		[1, undefined, '<bpmn:definitions> has no attribute "targetNamespace"'],
		[6, undefined, '<di:BPMNShape> has too few of <dc:Bounds>'],
	]);
});

test('what the schema allows is left alone', async () => {
	const content =
		'<bpmn:task id="t"><bpmn:documentation>a</bpmn:documentation><bpmn:documentation>b</bpmn:documentation><bpmn:extensionElements/></bpmn:task>' +
		'<bpmn:sequenceFlow id="f" sourceRef=" s " targetRef="t"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" language="x">=a</bpmn:conditionExpression></bpmn:sequenceFlow>' +
		'<bpmn:subProcess id="u"><bpmn:laneSet/><bpmn:startEvent id="i"/><bpmn:textAnnotation id="n"/></bpmn:subProcess><bpmn:textAnnotation id="m"/><bpmn:performer/>';
	const diagram =
		'<di:BPMNDiagram><di:BPMNPlane><di:BPMNShape bpmnElement="s"><dc:Bounds x="1" y="-1.5e1" width="INF" height=".5"/></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>';
	expect(await listProblems(model(content, ' xsi:schemaLocation="a b"', diagram))).toEqual([]);
});

slowTest('takes time in proportion to the text', async () => {
	const content = Array.from(
		{ length: 4_000 },
		(_, index) => `<bpmn:task id="t${index}"><bpmn:incoming>f</bpmn:incoming></bpmn:task>`,
	).join('');
	expect(await listProblems(model(content))).toEqual([]);
});
