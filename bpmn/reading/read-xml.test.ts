import { lintProcesses } from '../lint/lint-processes';
import { readProcessFile } from './read-process';
import { definitions } from '../../test/support/bpmn/test-models';
import { readXml } from './read-xml';

const model = definitions(
	'<bpmn:process id="Ação" isExecutable="true"><bpmn:startEvent id="Início" name="Início"><bpmn:outgoing> até.o-fim </bpmn:outgoing></bpmn:startEvent>' +
		'<bpmn:endEvent id="fim" name="É o fim de Início"/><bpmn:sequenceFlow id=\'até.o-fim\' sourceRef="Início" targetRef="fim"/></bpmn:process>',
);

describe('ids with letters beyond ASCII', () => {
	it('are read as they are written, and found by what refers to them', async () => {
		const { processes, problems } = await readProcessFile('a.bpmn', model);
		expect(problems).toEqual([]);
		expect(processes[0]).toMatchObject({
			id: 'Ação',
			nodes: [
				{ id: 'Início', name: 'Início', outgoing: ['até.o-fim'] },
				{ id: 'fim', name: 'É o fim de Início', incoming: ['até.o-fim'] },
			],
			flows: [{ id: 'até.o-fim', sourceId: 'Início', targetId: 'fim' }],
		});
	});

	it('are named in what is wrong with them', async () => {
		const { warnings } = await readXml(model.replace('targetRef="fim"', 'targetRef="Não"').replace('id="fim"', 'id="Início"'));
		expect(warnings.map(({ message }) => message).join()).toContain('duplicate ID <Início>');
	});

	it('are refused when they are not names', async () => {
		const { problems } = await readProcessFile('a.bpmn', model.replaceAll('Início', '→'));
		expect(problems.map(({ message }) => message)).toContain('illegal ID <→>');
	});
});

/** Each was read by the model API of Zeebe 8.8.21. */
describe('files of other tools are read as Zeebe reads them', () => {
	const flows =
		'<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t"/><bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e"/><bpmn:endEvent id="e"/>';
	const task = '<bpmn:task id="t"/>';
	const chain = (inner: string, root = '', artifacts = ''): string =>
		`<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="http://t" xmlns:q="http://q" id="d" targetNamespace="http://t">${root}<bpmn:process id="p" isExecutable="true">${inner}${flows}${artifacts}</bpmn:process></bpmn:definitions>`;
	const condition = (attributes: string, body = '=true'): string =>
		chain(task).replace(
			'targetRef="e"/>',
			`targetRef="e"><bpmn:conditionExpression ${attributes}>${body}</bpmn:conditionExpression></bpmn:sequenceFlow>`,
		);
	const documented = (content: string): string => chain(`<bpmn:documentation>${content}</bpmn:documentation>${task}`);
	const outgoing = (flow: string): string => chain(`<bpmn:task id="t"><bpmn:outgoing>${flow}</bpmn:outgoing></bpmn:task>`);
	const type = 'xsi:type="bpmn:tFormalExpression"';

	it.each([
		['white space around an id', chain('<bpmn:task id=" t "/>')],
		['a reference in an id', chain('<bpmn:task id="&#116;"/>')],
		['white space around a reference', chain(task).replace('sourceRef="s"', 'sourceRef="\n\ts "')],
		['white space around the name of a flow', outgoing(' f2\n')],
		["a name with the file's own prefix", outgoing('x:f2')],
		['a name with another prefix', outgoing('q:f2')],
		['other prefixes', chain(task).replaceAll('bpmn:', 'semantic:').replace('xmlns:bpmn', 'xmlns:semantic')],
		['no prefix', chain(task).replaceAll('bpmn:', '').replace('xmlns:bpmn', 'xmlns')],
		['white space around a type', condition('xsi:type=" bpmn:tFormalExpression "')],
		['a type of the result', condition(`${type} evaluatesToTypeRef="q:java.lang.Boolean"`)],
		['a section of characters', condition(type, '=<![CDATA[1 < 2]]> and &#116;rue')],
		['markup in documentation', documented('See <p xmlns="http://www.w3.org/1999/xhtml">this <b>page</b></p>')],
		['markup without a namespace, with an id', documented('<p id="t">a</p>')],
		['BPMN in documentation', documented('See <bpmn:nothing/>')],
		[
			'an extension',
			chain(task, '<bpmn:extension definition="q:model"><bpmn:documentation id="au">User</bpmn:documentation></bpmn:extension>'),
		],
		['an annotation', chain(task, '', '<bpmn:textAnnotation id="ta"><bpmn:text>a <q:b>c</q:b></bpmn:text></bpmn:textAnnotation>')],
		['an association to nothing', chain(task, '', '<bpmn:association id="as" sourceRef="t" targetRef="gone"/>')],
		['a data store of nothing', chain(`${task}<bpmn:dataStoreReference id="ds" dataStoreRef="gone"/>`)],
		['a group of nothing', chain(task, '', '<bpmn:group id="g" categoryValueRef="gone"/>')],
		['a type of nothing', chain(`${task}<bpmn:dataObject id="do" itemSubjectRef="x:unspecified"/>`)],
		[
			'a participant of nothing',
			chain(task, '<bpmn:collaboration id="co"><bpmn:participant id="pa" processRef="gone"/></bpmn:collaboration>'),
		],
		[
			'a diagram of nothing',
			chain(task).replace(
				'</bpmn:definitions>',
				'<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" id="dg"><di:BPMNPlane id="pl" bpmnElement="bpmn:p"/></di:BPMNDiagram></bpmn:definitions>',
			),
		],
		[
			'letters of other languages in extensions',
			chain('<bpmn:task id="t" q:nível="é"><bpmn:extensionElements><q:ação id="t"/></bpmn:extensionElements></bpmn:task>'),
		],
		['a byte order mark', `\uFEFF<?xml version="1.0" encoding="UTF-8"?>${chain(task)}`],
	])('%s', async (_what, content) => {
		const { processes, problems } = await readProcessFile('a.bpmn', content);
		expect(problems).toEqual([]);
		expect(processes[0]!.flows.map(({ sourceId, targetId }) => `${sourceId}>${targetId}`)).toEqual(['s>t', 't>e']);
		expect((await lintProcesses([{ name: 'a.bpmn', content }])).filter(({ rule }) => rule === 'xml')).toEqual([]);
	});

	it.each([
		[
			'a lane of nothing',
			chain(`<bpmn:laneSet id="ls"><bpmn:lane id="l"><bpmn:flowNodeRef>gone</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>${task}`),
			'refers to "gone", which does not exist',
		],
		[
			'a data object of nothing',
			chain(`${task}<bpmn:dataObjectReference id="dr" dataObjectRef="gone"/>`),
			'refers to "gone", which does not exist',
		],
		[
			'a prefix where the schema allows none',
			chain(task).replace('sourceRef="s"', 'sourceRef="x:s"'),
			'refers to "x:s", which does not exist',
		],
		[
			'a prefix that is not declared',
			condition(`${type} evaluatesToTypeRef="java:java.lang.Boolean"`),
			'the prefix "java" of evaluatesToTypeRef="java:java.lang.Boolean" is not declared',
		],
		['two elements in documentation', documented('<q:b>this</q:b><q:b>that</q:b>'), 'unrecognized element <q:b>'],
		['an element in capitals', chain(task).replaceAll('bpmn:task', 'bpmn:Task'), 'unrecognized element <bpmn:Task>'],
		[
			'an extension without a namespace',
			chain('<bpmn:task id="t"><bpmn:extensionElements><a/></bpmn:extensionElements></bpmn:task>'),
			'unrecognized element <a>',
		],
		['an id with a colon', chain(task.replace('"t"', '"a:b"')).replaceAll('Ref="t"', 'Ref="a:b"'), 'illegal ID <a:b>'],
	])('%s is refused', async (_what, content, reason) => {
		const { problems } = await readProcessFile('a.bpmn', content);
		expect(problems.map(({ message }) => message)).toContain(reason);
	});

	it('the text of documentation is without its markup', async () => {
		const content = chain(
			'<bpmn:task id="t"><bpmn:documentation>See <q:p>this <q:b>page</q:b></q:p> &amp; <![CDATA[<that>]]></bpmn:documentation></bpmn:task>',
		);
		const { processes } = await readProcessFile('a.bpmn', content);
		expect(processes[0]!.nodes.find(({ id }) => id === 't')!.documentation).toBe('See this page & <that>');
	});
});

test('problems are on their line, whatever was before them', async () => {
	const content = definitions(
		'<bpmn:process id="p" isExecutable="true" name="a\nb">\n<!-- \n -->\n<bpmn:documentation>\n<p>\n</p></bpmn:documentation><bpmn:task id="t"\n isForCompensation="maybe"/></bpmn:process>',
	);
	const { problems } = await readProcessFile('a.bpmn', content);
	expect(problems).toMatchObject([{ line: 8, message: 'isForCompensation="maybe" is neither true nor false' }]);
});

test('reads scripts in elements, of tasks and of global tasks (bpmn-io/bpmn-moddle#1)', async () => {
	const script = '<bpmn:script><![CDATA[var items = [1];\n\nexecution.setVariable("items", items);]]></bpmn:script>';
	const { warnings } = await readXml(
		`<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://t">
		<bpmn:globalScriptTask id="shared" scriptLanguage="js">${script}</bpmn:globalScriptTask>
		<bpmn:process id="p"><bpmn:scriptTask id="own" scriptFormat="js">${script}</bpmn:scriptTask></bpmn:process></bpmn:definitions>`,
	);
	expect(warnings).toEqual([]);
});

test('reads the interfaces that a process supports (bpmn-io/bpmn-moddle#37)', async () => {
	const { warnings } = await readXml(
		`<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://t"><bpmn:message id="m"/>
		<bpmn:interface id="i" name="I"><bpmn:operation id="o" name="O"><bpmn:inMessageRef>m</bpmn:inMessageRef></bpmn:operation></bpmn:interface>
		<bpmn:process id="p"><bpmn:supportedInterfaceRef>i</bpmn:supportedInterfaceRef></bpmn:process></bpmn:definitions>`,
	);
	expect(warnings).toEqual([]);
});
