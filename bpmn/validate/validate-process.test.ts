import type { Problem } from '../reading/process-model';
import { readProcessFile } from '../reading/read-process';
import { refuseProblems, validateProcessFile } from './validate-process';
import { slowTest } from '../../test/support/slow-tests';

const namespaces =
	'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const definitions = (content: string): string =>
	`<bpmn:definitions ${namespaces} id="d" targetNamespace="http://x">\n${content}\n</bpmn:definitions>`;
const process = (content: string, rest = ''): string =>
	definitions(`<bpmn:process id="p" isExecutable="true">\n<bpmn:startEvent id="s"/>\n${content}\n</bpmn:process>${rest}`);
const flow = (id: string, source: string, target: string, condition?: string): string =>
	`<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${
		condition === undefined ? '' : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression>`
	}</bpmn:sequenceFlow>`;
const serviceTask = (extensions = '<zeebe:taskDefinition type="work"/>', rest = ''): string =>
	`<bpmn:serviceTask id="t"><bpmn:extensionElements>${extensions}</bpmn:extensionElements>${rest}</bpmn:serviceTask>${flow('f', 's', 't')}`;
const mapping = (content: string): string =>
	serviceTask(`<zeebe:taskDefinition type="work"/><zeebe:ioMapping>${content}</zeebe:ioMapping>`);
const boundary = (id: string, attributes = '', definition = '<bpmn:errorEventDefinition errorRef="e"/>'): string =>
	`<bpmn:boundaryEvent id="${id}" attachedToRef="t"${attributes}><bpmn:outgoing>${id}-f</bpmn:outgoing>${definition}</bpmn:boundaryEvent><bpmn:endEvent id="${id}-end"/>${flow(`${id}-f`, id, `${id}-end`)}`;
const error = '<bpmn:error id="e" errorCode="E"/>';
const subscription = '<bpmn:extensionElements><zeebe:subscription correlationKey="=key"/></bpmn:extensionElements>';

const eventSubProcess = (id: string, rest = '', attributes = ''): string =>
	`<bpmn:subProcess id="${id}" triggeredByEvent="true"><bpmn:startEvent id="${id}-start"${attributes}><bpmn:errorEventDefinition/></bpmn:startEvent>${rest}</bpmn:subProcess>`;

const taskListening = (attributes: string, definition = '<zeebe:userTask/>'): string =>
	process(
		`<bpmn:userTask id="t"><bpmn:extensionElements>${definition}<zeebe:taskListeners><zeebe:taskListener ${attributes}/></zeebe:taskListeners></bpmn:extensionElements></bpmn:userTask>`,
	);
const listeners = (...events: string[]): string =>
	`<zeebe:executionListeners>${events.map((event) => `<zeebe:executionListener eventType="${event}" type="audit"/>`).join('')}</zeebe:executionListeners>`;

async function validate(content: string): Promise<Problem[]> {
	return validateProcessFile(await readProcessFile('file.bpmn', content));
}

describe('a process that may be deployed', () => {
	it.each([
		['a service task with mappings', mapping('<zeebe:input source="text" target="a"/><zeebe:output source="=a.b" target="order.id"/>')],
		[
			'error boundary events of a code and for all',
			serviceTask() + boundary('b') + boundary('c', '', '<bpmn:errorEventDefinition/>'),
			error,
		],
		[
			'a default flow that has a condition',
			`<bpmn:exclusiveGateway id="g" default="f2"/><bpmn:endEvent id="x"/>${flow('f', 's', 'g')}${flow('f2', 'g', 'x', '=false')}`,
		],
		[
			'data objects and foreign extensions',
			'<bpmn:dataObject id="o"/><bpmn:task id="t"><bpmn:extensionElements><other:x xmlns:other="http://y"/></bpmn:extensionElements></bpmn:task>',
		],
		['a loop with a task that waits', `${serviceTask()}<bpmn:task id="u"/>${flow('g', 't', 'u')}${flow('h', 'u', 't')}`],
		['an expression with a function of Camunda', mapping('<zeebe:input source="=get or else(x, 1)" target="a"/>')],
	])('has %s', async (_title, content, rest = '') => {
		expect(await validate(process(content, rest))).toEqual([]);
	});

	it('is one of several, the others not executable', async () => {
		expect(
			await validate(
				definitions('<bpmn:process id="a"/><bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/></bpmn:process>'),
			),
		).toEqual([]);
	});

	it('has an implicit throw event beside all flows', async () => {
		expect(await validate(process('<bpmn:implicitThrowEvent id="c"/>'))).toEqual([]);
	});
});

/** Each was refused by Zeebe 8.6 too, but for those that only the embedded engine lacks. */
describe('a process is refused', () => {
	it.each<[string, string, string, string | RegExp]>([
		[
			'without a start event',
			definitions('<bpmn:process id="p" isExecutable="true"><bpmn:task id="t"/></bpmn:process>'),
			'p',
			'has no start event',
		],
		['with two none start events', process('<bpmn:startEvent id="s2"/>'), 's2', 'is a second none start event'],
		['with a service task without a type', process(serviceTask('<zeebe:taskDefinition/>')), 't', 'has no task type'],
		[
			'with an output that is not an expression',
			process(mapping('<zeebe:output source="x" target="a"/>')),
			't',
			'the output "a" is not an expression',
		],
		['with an input without a source', process(mapping('<zeebe:input target="a"/>')), 't', 'the input "a" has no source'],
		[
			'with a target that is not a variable',
			process(mapping('<zeebe:input source="=1" target="a b"/>')),
			't',
			/"a b", which is not a variable/,
		],
		['with an expression that is not FEEL', process(mapping('<zeebe:input source="=a +" target="a"/>')), 't', /"a \+" is not FEEL/],
		['with an empty expression', process(mapping('<zeebe:input source="=" target="a"/>')), 't', 'the expression is empty'],
		[
			'with a regular expression that does not run in linear time',
			process(
				'<bpmn:scriptTask id="t"><bpmn:extensionElements><zeebe:script expression="=matches(a, &quot;(x)\\\\1&quot;)" resultVariable="r"/></bpmn:extensionElements></bpmn:scriptTask>',
			),
			't',
			/does not run in linear time/,
		],
		[
			'with a static condition',
			process(`<bpmn:exclusiveGateway id="g"/><bpmn:task id="u"/>${flow('f', 's', 'g')}${flow('f2', 'g', 'u', 'true')}`),
			'f2',
			/not an expression/,
		],
		[
			'with an exclusive gateway that has a flow without condition',
			process(
				`<bpmn:exclusiveGateway id="g" default="f2"><bpmn:outgoing>f2</bpmn:outgoing><bpmn:outgoing>f3</bpmn:outgoing></bpmn:exclusiveGateway><bpmn:task id="u"/>${flow('f2', 'g', 'u')}${flow('f3', 'g', 'u')}`,
			),
			'g',
			'its flow "f3" has no condition',
		],
		[
			'with a condition on a flow out of a task',
			process(
				`<bpmn:task id="t"><bpmn:outgoing>f2</bpmn:outgoing></bpmn:task><bpmn:task id="u"/>${flow('f', 's', 't')}${flow('f2', 't', 'u', '=false')}`,
			),
			't',
			'its flow "f2" has a condition, which only flows of exclusive and inclusive gateways can have',
		],
		[
			'with a default flow of another element',
			process(`<bpmn:exclusiveGateway id="g" default="f"/>${flow('f', 's', 'g')}`),
			'g',
			'its default flow starts elsewhere',
		],
		[
			'with an end event that goes on',
			process(`<bpmn:endEvent id="x"><bpmn:outgoing>f</bpmn:outgoing></bpmn:endEvent><bpmn:task id="u"/>${flow('f', 'x', 'u')}`),
			'x',
			/end event with an outgoing/,
		],
		[
			'with an error end event without a code',
			process('<bpmn:endEvent id="x"><bpmn:errorEventDefinition/></bpmn:endEvent>'),
			'x',
			/without a code/,
		],
		['with two events for one error', process(serviceTask() + boundary('b') + boundary('c'), error), 'c', 'catches the same error as "b"'],
		[
			'with a non-interrupting error event',
			process(serviceTask() + boundary('b', ' cancelActivity="false"'), error),
			'b',
			'is a non-interrupting error event',
		],
		[
			'with an error caught by expression',
			process(serviceTask() + boundary('b'), '<bpmn:error id="e" errorCode="=x"/>'),
			'b',
			/is an expression/,
		],
		[
			'with a boundary event that leads nowhere',
			process(`${serviceTask()}<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>`),
			'b',
			'leads nowhere',
		],
		[
			'with a boundary event that does not name its flow',
			process(
				`${serviceTask()}<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:errorEventDefinition/></bpmn:boundaryEvent><bpmn:endEvent id="x"/>${flow('g', 'b', 'x')}`,
			),
			'b',
			/<bpmn:outgoing>/,
		],
		[
			'with a message without correlation key',
			process(`<bpmn:receiveTask id="r" messageRef="m"/>`, '<bpmn:message id="m" name="paid"/>'),
			'r',
			/no correlation key/,
		],
		[
			'with a message without a name',
			process(`<bpmn:receiveTask id="r" messageRef="m"/>`, `<bpmn:message id="m">${subscription}</bpmn:message>`),
			'r',
			/without a name/,
		],
		[
			'with two start events for one message',
			definitions(
				'<bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="a"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>' +
					'<bpmn:startEvent id="b"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent></bpmn:process><bpmn:message id="m" name="paid"/>',
			),
			'b',
			/same message as another start event/,
		],
		[
			'with a sub-process without start',
			process('<bpmn:subProcess id="sub"><bpmn:task id="x"/></bpmn:subProcess>'),
			'sub',
			'has no start event',
		],
		[
			'with two listeners of one type and event',
			process(serviceTask(`<zeebe:taskDefinition type="work"/>${listeners('start', 'start')}`)),
			't',
			/two listeners of the type "audit" at its start/,
		],
		[
			'with a listener of another event',
			process(serviceTask(`<zeebe:taskDefinition type="work"/>${listeners('create')}`)),
			't',
			/a listener of the event "create"/,
		],
		[
			'with a gateway that has a listener at its end',
			process(
				`<bpmn:parallelGateway id="g"><bpmn:extensionElements>${listeners('start', 'end')}</bpmn:extensionElements></bpmn:parallelGateway>${flow('f', 's', 'g')}`,
			),
			'g',
			/a listener at its end, which a parallelGateway cannot have/,
		],
		[
			'with a sequence flow that has a listener',
			process(
				`<bpmn:endEvent id="x"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="x"><bpmn:extensionElements>${listeners('start')}</bpmn:extensionElements></bpmn:sequenceFlow>`,
			),
			'f',
			/can never run/,
		],
		[
			'with an event sub-process that nothing triggers',
			process('<bpmn:subProcess id="sub" triggeredByEvent="true"><bpmn:startEvent id="x"/></bpmn:subProcess>'),
			'x',
			/none is not supported/,
		],
		[
			'with an event sub-process that a flow leads to',
			process(`${eventSubProcess('sub')}${flow('f', 's', 'sub')}`),
			'sub',
			/incoming flow/,
		],
		[
			'with two event sub-processes of one error',
			process(eventSubProcess('one') + eventSubProcess('two')),
			'two-start',
			/same error as "one-start"/,
		],
		[
			'with an event sub-process in one that interrupts',
			process(eventSubProcess('outer', eventSubProcess('sub'))),
			'sub',
			/is in the event sub-process "outer"/,
		],
		[
			'with an error event sub-process that does not interrupt',
			process(eventSubProcess('sub', '', ' isInterrupting="false"')),
			'sub-start',
			/non-interrupting error/,
		],
		[
			'with a flow across a border',
			process(`<bpmn:subProcess id="sub"><bpmn:startEvent id="x"/></bpmn:subProcess>${flow('f', 's', 'x')}`),
			'f',
			/crosses the border/,
		],
		[
			'with a loop in which nothing waits',
			process(`<bpmn:task id="t"/><bpmn:exclusiveGateway id="g"/>${flow('f', 't', 'g')}${flow('h', 'g', 't', '=x')}`),
			't',
			/never waits/,
		],
		['with an element that is not supported', process('<bpmn:transaction id="c"/>'), 'c', 'transaction is not supported by Zeebe'],
		[
			'with an implicit throw event in a flow',
			process(`<bpmn:implicitThrowEvent id="c"/>${flow('f', 's', 'c')}`),
			'c',
			'implicitThrowEvent is not supported by Zeebe',
		],
		[
			'with an event that is not supported',
			process(
				'<bpmn:intermediateCatchEvent id="c"><bpmn:conditionalEventDefinition><bpmn:condition/></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>',
			),
			'c',
			/conditionalEventDefinition is not supported/,
		],
		[
			'with a decision whose id is not an expression',
			process(
				'<bpmn:businessRuleTask id="c"><bpmn:extensionElements><zeebe:calledDecision xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" decisionId="=1 +" resultVariable="r"/></bpmn:extensionElements></bpmn:businessRuleTask>',
			),
			'c',
			/is not FEEL/,
		],
		[
			'with a multi-instance task over nothing',
			process(serviceTask(undefined, '<bpmn:multiInstanceLoopCharacteristics/>')),
			't',
			/without an input collection/,
		],
		[
			'with a compensation boundary event that nothing undoes',
			process(`${serviceTask()}<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:compensateEventDefinition id="u"/></bpmn:boundaryEvent>`),
			'b',
			/has no handler/,
		],
		[
			'with a compensation handler in the flow',
			process(`<bpmn:task id="u" isForCompensation="true"/>${flow('f', 's', 'u')}`),
			'u',
			/handler with sequence flows/,
		],
		[
			'with a compensation event that does not wait',
			process(
				'<bpmn:intermediateThrowEvent id="c"><bpmn:compensateEventDefinition id="u" waitForCompletion="false"/></bpmn:intermediateThrowEvent>',
			),
			'c',
			/does not wait/,
		],
		[
			'with a compensation event that undoes what has no handler',
			process(
				`${serviceTask()}<bpmn:intermediateThrowEvent id="c"><bpmn:compensateEventDefinition id="u" activityRef="t"/></bpmn:intermediateThrowEvent>`,
			),
			'c',
			/has no handler/,
		],
		[
			'with a cron expression without seconds',
			process(
				'<bpmn:startEvent id="b"><bpmn:timerEventDefinition><bpmn:timeCycle>0 9 * * *</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>',
			),
			'b',
			/is not a cycle: Cron expression contains 5 parts/,
		],
		[
			'with a call that is bound to a version tag that it does not name',
			process(
				'<bpmn:callActivity id="c"><bpmn:extensionElements><zeebe:calledElement processId="x" bindingType="versionTag"/></bpmn:extensionElements></bpmn:callActivity>',
			),
			'c',
			'is bound to a version tag and names none',
		],
		['with a task listener of another event', taskListening('eventType="start" type="audit"'), 't', /a task listener of the event "start"/],
		['with a task listener without a type', taskListening('eventType="creating"'), 't', 'has a task listener without a type'],
		[
			'with a task listener at a user task that is a job',
			taskListening('eventType="creating" type="audit"', ''),
			't',
			'has task listeners, but is a job',
		],
		['with an element without id', process('<bpmn:task/>'), 'p', 'contains a task without an id'],
		['with a reference to nothing', process(`<bpmn:task id="t"/>${flow('f', 's', 'gone')}`), 'f', 'refers to "gone", which does not exist'],
	])('%s', async (_title, content, elementId, message) => {
		const problem = (await validate(content))[0]!;
		expect(problem).toMatchObject({
			file: 'file.bpmn',
			elementId,
			message: typeof message === 'string' ? message : (expect.stringMatching(message) as unknown),
		});
		expect(problem.fix).not.toBe('');
	});

	it('once for a message event whose message does not exist', async () => {
		const problems = await validate(
			process(
				'<bpmn:startEvent id="s"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="c"/>' +
					'<bpmn:intermediateCatchEvent id="c"><bpmn:incoming>f</bpmn:incoming><bpmn:messageEventDefinition messageRef="none"/></bpmn:intermediateCatchEvent>',
			),
		);
		expect(problems.filter(({ message }) => message === 'waits for a message without a name')).toHaveLength(1);
	});

	it('when two elements have one id', async () => {
		expect(await validate(process('<bpmn:task id="t"/>\n<bpmn:task id="t"/>'))).toEqual([
			expect.objectContaining({ line: 5, message: 'duplicate ID <t>' }),
		]);
	});

	it('when there is no executable process', async () => {
		expect(await validate(definitions('<bpmn:process id="p"><bpmn:startEvent id="s"/></bpmn:process>'))).toEqual([
			expect.objectContaining({ message: 'it has no executable process' }),
		]);
	});

	it('when it was made for Camunda 7, with one problem (camunda-community-hub/camunda-7-to-8-migration#19)', async () => {
		const loop = '<camunda:inputOutput><camunda:inputParameter name="i">${loopCounter}</camunda:inputParameter></camunda:inputOutput>';
		const tasks = ['t', 'u'].map((id) => `<serviceTask id="${id}"><extensionElements>${loop}</extensionElements></serviceTask>`).join('');
		const content = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="http://x"><process id="p" isExecutable="true"><startEvent id="s"/>${tasks}</process></definitions>`;
		expect(await validate(content)).toEqual([
			{
				file: 'file.bpmn',
				message: expect.stringContaining('made for Camunda 7') as string,
				fix: expect.stringContaining('Diagram Converter') as string,
			},
		]);
	});

	it('when it is not BPMN at all', async () => {
		for (const content of ['', '{}', '<a/>', '<bpmn:definitions'])
			await expect(readProcessFile('x.bpmn', content)).rejects.toMatchObject({ code: 'PROCESS_INVALID' });
	});

	slowTest('when it is too large, has too many elements or is nested too deeply', async () => {
		const many = Array.from({ length: 10_001 }, (_, index) => `<bpmn:task id="t${index}"/>`).join('');
		const deep = Array.from({ length: 25 }, (_, index) => `<bpmn:subProcess id="u${index}">`).join('') + '</bpmn:subProcess>'.repeat(25);
		for (const content of [' '.repeat(4 * 1024 * 1024 + 1), process(many), process(deep)]) {
			await expect(readProcessFile('x.bpmn', content)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
		}
	});
});

describe('a refusal', () => {
	it('names file, line, element, reason and fix of every problem', async () => {
		const problems = await validate(process('<bpmn:complexGateway id="c"/>\n<bpmn:serviceTask id="t"/>'));
		expect(() => refuseProblems(problems)).toThrow(
			expect.objectContaining({
				code: 'PROCESS_INVALID',
				message: expect.stringMatching(
					/^file\.bpmn:4 element "c": complexGateway is not supported.*\nfile\.bpmn:5 element "t": has no task type/,
				) as unknown,
				details: expect.objectContaining({ file: 'file.bpmn', element: 'c', problems }) as unknown,
			}),
		);
	});
});
