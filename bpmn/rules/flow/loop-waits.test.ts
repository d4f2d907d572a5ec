import { collectFindings, definitions, extensions, job, writeProcess } from '../../../test/support/bpmn/test-models';

const findings = (...elements: string[]) =>
	collectFindings('loop-waits', [definitions(writeProcess('p', '<bpmn:startEvent id="s"/>', ...elements))]);
const flow = (source: string, target: string, condition?: string) =>
	`<bpmn:sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}">${
		condition === undefined ? '' : `<bpmn:conditionExpression>${condition}</bpmn:conditionExpression>`
	}</bpmn:sequenceFlow>`;
const gateway = (id: string, kind = 'exclusive') => `<bpmn:${kind}Gateway id="${id}"/>`;
const script = (id: string) =>
	`<bpmn:scriptTask id="${id}">${extensions('<zeebe:script expression="=n + 1" resultVariable="n"/>')}</bpmn:scriptTask>`;
const end = '<bpmn:endEvent id="e"/>';
const never = 'is in a loop in which nothing waits and which never ends';
const same = 'is in a loop in which nothing waits and nothing changes the variables of its conditions';

test.each([
	['a script task that follows itself', [script('a'), flow('s', 'a'), flow('a', 'a')], [`1.bpmn:a ${never}`]],
	['two gateways', [gateway('a'), gateway('b'), flow('s', 'a'), flow('a', 'b'), flow('b', 'a')], [`1.bpmn:a ${never}`]],
	[
		'a loop that a parallel gateway leaves',
		[gateway('a'), gateway('b', 'parallel'), flow('s', 'a'), flow('a', 'b'), flow('b', 'a'), flow('b', 'e'), end],
		[`1.bpmn:a ${never}`],
	],
	[
		'a loop whose condition cannot change',
		[gateway('a'), flow('s', 'a'), flow('a', 'a', '=not(done)'), flow('a', 'e', '=done'), end],
		[`1.bpmn:a ${same}`],
	],
	[
		'a loop through a link',
		[
			gateway('a'),
			'<bpmn:intermediateThrowEvent id="t"><bpmn:linkEventDefinition name="x"/></bpmn:intermediateThrowEvent>',
			'<bpmn:intermediateCatchEvent id="c"><bpmn:linkEventDefinition name="x"/></bpmn:intermediateCatchEvent>',
			flow('s', 'a'),
			flow('a', 't'),
			flow('c', 'a'),
		],
		[`1.bpmn:a ${never}`],
	],
	[
		'a loop in a sub-process',
		[`<bpmn:subProcess id="sub"><bpmn:startEvent id="i"/>${script('a')}${flow('i', 'a')}${flow('a', 'a')}</bpmn:subProcess>`],
		[`1.bpmn:a ${never}`],
	],
])('finds %s', async (_name, elements, expected) => {
	expect(await findings(...elements)).toEqual(expected);
});

test.each([
	['a loop with a job', [job('payment'), flow('s', 'work'), flow('work', 'work')]],
	['a loop that counts', [script('a'), gateway('b'), flow('s', 'a'), flow('a', 'b'), flow('b', 'a'), flow('b', 'e', '=n > 3'), end]],
	['a loop that asks for the time', [gateway('a'), flow('s', 'a'), flow('a', 'a'), flow('a', 'e', '=now() > due'), end]],
	['a path without a loop', [gateway('a'), script('b'), flow('s', 'a'), flow('a', 'b'), flow('b', 'e'), end]],
])('leaves %s alone', async (_name, elements) => {
	expect(await findings(...elements)).toEqual([]);
});
