import type { Resource } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { type CaseAction, complete, completeNext, runJobs, start, startOther } from '../case-actions';
import { defineCase } from '../define-case';

const namespaces =
	'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" ' +
	'xmlns:modeler="http://camunda.org/schema/modeler/1.0" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" ' +
	'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** As a modeler saves it: the process, and the other elements of the file. */
const file = (name: string, content: string): Resource => ({
	name: `${name}.bpmn`,
	content:
		`<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions ${namespaces} id="definitions-${name}" ` +
		`targetNamespace="http://bpmn.io/schema/bpmn" exporter="Camunda Modeler" exporterVersion="5.30.0" ` +
		`modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">\n${content}\n</bpmn:definitions>\n`,
});
const process = (id: string, content: string, attributes = 'isExecutable="true"'): string =>
	`<bpmn:process id="${id}" ${attributes}>${content}</bpmn:process>`;
const job = '<bpmn:extensionElements><zeebe:taskDefinition type="contract-work"/></bpmn:extensionElements>';
const task = (id: string, content = '', attributes = ''): string =>
	`<bpmn:serviceTask id="${id}" ${attributes}>${job}${content}</bpmn:serviceTask>`;
/** `source>target`, in the order of the document. */
const flows = (...ends: string[]): string =>
	ends
		.map((pair) => pair.split('>'))
		.map(([source, target]) => flow(source!, target!))
		.join('');
const flow = (source: string, target: string, content = ''): string =>
	`<bpmn:sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}">${content}</bpmn:sequenceFlow>`;
const condition = (text: string): string =>
	`<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${text}</bpmn:conditionExpression>`;
const startEvent = '<bpmn:startEvent id="start"/>';
const endEvent = '<bpmn:endEvent id="end"/>';

function drawn(
	id: string,
	title: string,
	content: string,
	options: { script?: CaseAction[]; variables?: object; around?: string } = {},
): ContractCase {
	const resources = [file(id, `${options.around ?? ''}${process(id, content)}`)];
	return defineCase(id, title, () => ({ resources, script: options.script ?? [start({ ...options.variables }), runJobs] }));
}

/** Between start and end, by one task: what else is drawn must not change it. */
const beside = (id: string, title: string, content: string, around = ''): ContractCase =>
	drawn(id, title, `${content}${startEvent}${task('work')}${endEvent}${flows('start>work', 'work>end')}`, { around });

const described = [
	beside(
		'drawn-lanes',
		'lanes, and lanes in lanes, say who, and change nothing',
		'<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="Sales"><bpmn:flowNodeRef>start</bpmn:flowNodeRef>' +
			'<bpmn:flowNodeRef>work</bpmn:flowNodeRef><bpmn:childLaneSet id="inner"><bpmn:lane id="inner-lane">' +
			'<bpmn:flowNodeRef>work</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane>' +
			'<bpmn:lane id="other"><bpmn:flowNodeRef>end</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>',
	),
	drawn(
		'drawn-data',
		'data objects, stores, inputs and outputs are descriptions',
		`<bpmn:property id="property" name="colour"/><bpmn:dataObject id="order"/><bpmn:dataObjectReference id="order-reference" name="Order" dataObjectRef="order">` +
			'<bpmn:dataState id="paid" name="paid"/></bpmn:dataObjectReference>' +
			`<bpmn:dataStoreReference id="archive" name="Archive" dataStoreRef="store"/>${startEvent}` +
			task(
				'work',
				'<bpmn:property id="work-place" name="__targetRef_placeholder"/><bpmn:dataInputAssociation id="reads"><bpmn:sourceRef>order-reference</bpmn:sourceRef>' +
					'<bpmn:targetRef>work-place</bpmn:targetRef></bpmn:dataInputAssociation><bpmn:dataOutputAssociation id="writes">' +
					'<bpmn:targetRef>archive</bpmn:targetRef></bpmn:dataOutputAssociation>',
			) +
			`${endEvent}${flows('start>work', 'work>end')}`,
		{ around: '<bpmn:dataStore id="store" name="Archive"/><bpmn:itemDefinition id="item" itemKind="Physical"/>' },
	),
	drawn(
		'drawn-notes',
		'annotations, associations, groups and documentation are descriptions',
		`<bpmn:documentation>What it is for.</bpmn:documentation>${startEvent}${task('work')}${endEvent}${flows('start>work', 'work>end')}` +
			'<bpmn:textAnnotation id="note"><bpmn:text>Äsk João &amp; &lt;Ana&gt;</bpmn:text></bpmn:textAnnotation>' +
			'<bpmn:association id="points" associationDirection="None" sourceRef="work" targetRef="note"/>' +
			'<bpmn:group id="group" categoryValueRef="later"/>',
		{ around: '<bpmn:category id="category"><bpmn:categoryValue id="later" value="Later"/></bpmn:category>' },
	),
	drawn(
		'drawn-foreign',
		'elements of other tools are next to the model',
		`<bpmn:extensionElements><zeebe:versionTag value="v1"/><zeebe:properties><zeebe:property name="owner" value="Ana"/></zeebe:properties>` +
			`<other:thing xmlns:other="http://other.example/1"><other:part a="1">text</other:part></other:thing></bpmn:extensionElements>` +
			`<bpmn:startEvent id="start" name="An order&#10;came" bioc:stroke="#fff" zeebe:modelerTemplate="x"/><!-- a comment -->` +
			`<bpmn:serviceTask id="work" name="&quot;Work&quot; &amp; more" zeebe:modelerTemplate="io.example" zeebe:modelerTemplateVersion="1" zeebe:modelerTemplateIcon="data:image/svg+xml;utf8,x">` +
			`<bpmn:documentation><![CDATA[<b>bold</b>]]></bpmn:documentation>${job}</bpmn:serviceTask>${endEvent}${flows('start>work', 'work>end')}`,
	),
	defineCase('drawn-pools', 'two pools with a process each, and a message flow between them: each runs by itself', (id) => ({
		resources: [
			file(
				id,
				`<bpmn:collaboration id="both"><bpmn:participant id="us" name="We" processRef="${id}"/>` +
					`<bpmn:participant id="them" processRef="${id}-other"/><bpmn:participant id="black-box" name="A supplier"/>` +
					'<bpmn:messageFlow id="asks" sourceRef="work" targetRef="other-start"/><bpmn:messageFlow id="tells" sourceRef="other-work" targetRef="black-box"/>' +
					'<bpmn:textAnnotation id="pool-note"><bpmn:text>x</bpmn:text></bpmn:textAnnotation></bpmn:collaboration>' +
					process(id, `${startEvent}${task('work')}${endEvent}${flows('start>work', 'work>end')}`) +
					process(
						`${id}-other`,
						`<bpmn:startEvent id="other-start"/>${task('other-work')}<bpmn:endEvent id="other-end"/>${flows('other-start>other-work', 'other-work>other-end')}`,
					),
			),
		],
		script: [start(), runJobs, startOther(`${id}-other`), runJobs],
	})),
	defineCase('drawn-pool-asleep', 'a pool that is not executable may hold what no engine runs', (id) => ({
		resources: [
			file(
				id,
				`<bpmn:collaboration id="both"><bpmn:participant id="us" processRef="${id}"/><bpmn:participant id="them" processRef="${id}-other"/>` +
					'</bpmn:collaboration>' +
					process(id, `${startEvent}${task('work')}${endEvent}${flows('start>work', 'work>end')}`) +
					process(
						`${id}-other`,
						'<bpmn:serviceTask id="untyped"/><bpmn:complexGateway id="complex"/><bpmn:intermediateCatchEvent id="waits"><bpmn:messageEventDefinition id="d"/></bpmn:intermediateCatchEvent>' +
							flow('untyped', 'complex', condition('no FEEL')),
						'isExecutable="false"',
					),
			),
		],
		script: [start(), runJobs, startOther(`${id}-other`)],
	})),
];

/** A process with these attributes only. */
const sleeping = (id: string, title: string, attributes: string): ContractCase =>
	defineCase(id, title, () => ({
		resources: [file(id, process(id, `${startEvent}${task('work')}${endEvent}${flows('start>work', 'work>end')}`, attributes))],
		script: [start(), runJobs],
	}));

const files: ContractCase[] = [
	sleeping('drawn-not-executable', 'a process that is not executable is deployed, and cannot be started', 'isExecutable="false"'),
	sleeping('drawn-executable-unsaid', 'a process that does not say whether it is executable', ''),
	sleeping(
		'drawn-process-type',
		'a process that says more of itself',
		'isExecutable="true" processType="Private" isClosed="false" name="Ação"',
	),
	defineCase('drawn-nothing', 'a file without a process', (id) => ({ resources: [file(id, '')], script: [] })),
	defineCase('drawn-process-empty', 'a process without anything in it', (id) => ({ resources: [file(id, process(id, ''))], script: [] })),
	defineCase('drawn-files-same-process', 'two files with the same process', (id) => ({
		resources: ['a', 'b'].map((name) => file(`${id}-${name}`, process(id, `${startEvent}${task('work')}${flows('start>work')}`))),
		script: [start(), runJobs],
	})),
	defineCase('drawn-files-twice', 'the same file twice', (id) => ({
		resources: ['a', 'a'].map(() => file(id, process(id, `${startEvent}${task('work')}${flows('start>work')}`))),
		script: [start(), runJobs],
	})),
	defineCase('drawn-call-other-file', 'a call to a process in another file, which calls a third next to the first', (id) => ({
		resources: [
			file(
				id,
				process(
					id,
					`${startEvent}<bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="drawn-call-called" propagateAllChildVariables="false"/>` +
						`<zeebe:ioMapping><zeebe:input source="=a + 1" target="b"/><zeebe:output source="=c" target="d"/></zeebe:ioMapping></bpmn:extensionElements></bpmn:callActivity>` +
						`${task('work')}${endEvent}${flows('start>call', 'call>work', 'work>end')}`,
				) + process('drawn-call-third', `<bpmn:startEvent id="third-start"/>${task('third-work')}${flows('third-start>third-work')}`),
			),
			file(
				'drawn-call-called',
				process(
					'drawn-call-called',
					`<bpmn:startEvent id="called-start"/><bpmn:callActivity id="called-call"><bpmn:extensionElements><zeebe:calledElement processId="=&quot;drawn-call-&quot; + kind"/>` +
						`</bpmn:extensionElements></bpmn:callActivity>${flows('called-start>called-call')}`,
				),
			),
		],
		script: [start({ a: 1, kind: 'third' }), completeNext({ c: 3 }), runJobs],
	})),
	defineCase('drawn-call-not-executable', 'a call to a process that is not executable', (id) => ({
		resources: [
			file(
				id,
				process(
					id,
					`${startEvent}<bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="drawn-call-asleep"/></bpmn:extensionElements></bpmn:callActivity>${flows('start>call')}`,
				) + process('drawn-call-asleep', `<bpmn:startEvent id="asleep"/>`, 'isExecutable="false"'),
			),
		],
		script: [start()],
	})),
];

const paths: ContractCase[] = [
	drawn(
		'drawn-condition-task',
		'conditions of flows that leave a task are not asked',
		`${startEvent}${task('work')}${task('yes')}${task('no')}` +
			`${flows('start>work')}${flow('work', 'yes', condition('=a = 1'))}${flow('work', 'no', condition('=a = 2'))}`,
		{ variables: { a: 1 } },
	),
	drawn(
		'drawn-condition-task-null',
		'a condition that leaves a task may be null',
		`${startEvent}${task('work')}${task('yes')}${flows('start>work')}${flow('work', 'yes', condition('=nothing &gt; 1'))}`,
	),
	drawn(
		'drawn-condition-task-text',
		'a condition that is not an expression, where it is not asked',
		`${startEvent}${task('work')}${task('yes')}${flows('start>work')}${flow('work', 'yes', condition('${a == 1}'))}`,
	),
	drawn(
		'drawn-default-task',
		'a default flow of a task is one as any other',
		`${startEvent}${task('work', '', 'default="work-no"')}${task('yes')}${task('no')}` +
			`${flows('start>work')}${flow('work', 'yes', condition('=a = 1'))}${flow('work', 'no')}`,
		{ variables: { a: 1 } },
	),
	drawn(
		'drawn-condition-start',
		'conditions of flows that leave a start event are not asked',
		`${startEvent}${task('yes')}${task('no')}${flow('start', 'yes', condition('=a = 1'))}${flow('start', 'no', condition('=a = 2'))}`,
		{ variables: { a: 1 } },
	),
	drawn(
		'drawn-condition-parallel',
		'conditions of flows that leave a parallel gateway are not asked',
		`${startEvent}<bpmn:parallelGateway id="fork"/>${task('yes')}${task('no')}${flows('start>fork')}${flow('fork', 'yes', condition('=a = 1'))}${flow('fork', 'no', condition('=a = 2'))}`,
		{ variables: { a: 1 } },
	),
	drawn(
		'drawn-condition-empty',
		'an empty condition',
		`${startEvent}<bpmn:exclusiveGateway id="which"/>${task('yes')}${task('no')}${flows('start>which')}${flow('which', 'yes', condition(''))}${flow('which', 'no', condition('=true'))}`,
	),
	drawn(
		'drawn-condition-untyped',
		'a condition without a type, with blanks and lines around it',
		`${startEvent}<bpmn:exclusiveGateway id="which" default="which-no"/>${task('yes')}${task('no')}${flows('start>which')}` +
			`${flow('which', 'yes', '<bpmn:conditionExpression>\n  =a = 1\n </bpmn:conditionExpression>')}${flow('which', 'no')}`,
		{ variables: { a: 1 } },
	),
	drawn(
		'drawn-default-condition',
		'a default flow with a condition',
		`${startEvent}<bpmn:exclusiveGateway id="which" default="which-no"/>${task('yes')}${task('no')}${flows('start>which')}` +
			`${flow('which', 'no', condition('=a = 1'))}${flow('which', 'yes', condition('=a = 1'))}`,
		{ variables: { a: 1 } },
	),
	drawn(
		'drawn-default-alone',
		'a default flow alone',
		`${startEvent}<bpmn:exclusiveGateway id="which" default="which-no"/>${task('no')}${flows('start>which', 'which>no')}`,
	),
	drawn(
		'drawn-default-elsewhere',
		'a default flow that leaves another element',
		`${startEvent}<bpmn:exclusiveGateway id="which" default="no-end"/>${task('no')}${endEvent}${flows('start>which', 'no>end')}${flow('which', 'no', condition('=a = 1'))}`,
		{ variables: { a: 2 } },
	),
	drawn(
		'drawn-merge-implicit',
		'two flows into one task are two tasks',
		`${startEvent}<bpmn:parallelGateway id="fork"/>${task('a')}${task('b')}${task('both')}${endEvent}` +
			flows('start>fork', 'fork>a', 'fork>b', 'a>both', 'b>both', 'both>end'),
	),
	drawn(
		'drawn-fork-implicit',
		'several flows out of a start event and out of a task are all taken',
		`${startEvent}${task('a')}${task('b')}${task('c')}${endEvent}${flows('start>a', 'start>b', 'a>c', 'a>end', 'b>end', 'c>end')}`,
	),
	drawn(
		'drawn-flow-twice',
		'two flows between the same elements',
		`${startEvent}${task('work')}${endEvent}${flows('start>work', 'work>end')}<bpmn:sequenceFlow id="again" sourceRef="start" targetRef="work"/>`,
	),
	drawn(
		'drawn-merge-split',
		'a parallel gateway that joins and forks, and one with one way in and one out',
		`${startEvent}<bpmn:parallelGateway id="fork"/>${task('a')}${task('b')}<bpmn:parallelGateway id="both"/>${task('c')}${task('d')}<bpmn:parallelGateway id="one"/>${endEvent}` +
			flows('start>fork', 'fork>a', 'fork>b', 'a>both', 'b>both', 'both>c', 'both>d', 'c>one', 'one>end', 'd>end'),
	),
	drawn(
		'drawn-exclusive-merge',
		'an exclusive gateway lets each token pass',
		`${startEvent}<bpmn:exclusiveGateway id="merge"/>${task('a')}${endEvent}${flows('start>merge', 'merge>a', 'a>end')}<bpmn:sequenceFlow id="again" sourceRef="start" targetRef="merge"/>`,
	),
	drawn(
		'drawn-gateway-last',
		'gateways without a way out end their path',
		`${startEvent}<bpmn:parallelGateway id="fork"/><bpmn:exclusiveGateway id="exclusive"/><bpmn:parallelGateway id="parallel"/><bpmn:inclusiveGateway id="inclusive"/>` +
			flows('start>fork', 'fork>exclusive', 'fork>parallel', 'fork>inclusive'),
	),
	drawn(
		'drawn-unconnected',
		'what nothing leads to is never begun',
		`${startEvent}${task('work')}${task('island')}${endEvent}${flows('start>work', 'work>end', 'island>end')}<bpmn:subProcess id="box"><bpmn:startEvent id="box-start"/></bpmn:subProcess>`,
	),
	drawn('drawn-start-alone', 'a start event alone', startEvent),
	drawn('drawn-start-to-end', 'nothing between start and end', `${startEvent}${endEvent}${flows('start>end')}`),
	drawn('drawn-end-onward', 'an end event with a way out', `${startEvent}${endEvent}${task('work')}${flows('start>end', 'end>work')}`),
	drawn(
		'drawn-end-onward-listed',
		'an end event that lists a way out',
		`${startEvent}<bpmn:endEvent id="end"><bpmn:outgoing>end-work</bpmn:outgoing></bpmn:endEvent>${task('work')}${flows('start>end', 'end>work')}`,
	),
	drawn('drawn-start-into', 'a flow into a start event', `${startEvent}${task('work')}${flows('start>work', 'work>start')}`, {
		script: [start(), completeNext(), { cancelInstance: true }],
	}),
	drawn('drawn-self-loop', 'a task that leads to itself', `${startEvent}${task('work')}${flows('start>work', 'work>work')}`, {
		script: [start(), completeNext(), { cancelInstance: true }],
	}),
	drawn(
		'drawn-ends',
		'several end events: the last one ends it',
		`${startEvent}${task('a')}${task('b')}<bpmn:endEvent id="end-a" name=""/><bpmn:endEvent id="end-b"/>${flows('start>a', 'start>b', 'a>end-a', 'b>end-b')}`,
		{ script: [start(), complete('a', { x: 1 })] },
	),
	drawn(
		'drawn-starts-none',
		'two start events of none',
		`${startEvent}<bpmn:startEvent id="other"/>${task('work')}${flows('start>work', 'other>work')}`,
	),
	drawn(
		'drawn-starts',
		'start events of none, message and timer: each begins what it leads to',
		`${startEvent}<bpmn:startEvent id="by-message"><bpmn:messageEventDefinition id="m" messageRef="drawn-message"/></bpmn:startEvent>` +
			`<bpmn:startEvent id="by-timer"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:startEvent>` +
			`${task('a')}${task('b')}${endEvent}${flows('start>a', 'by-message>b', 'by-timer>b', 'a>end', 'b>end')}`,
		{
			around: '<bpmn:message id="drawn-message" name="drawn-message"/>',
			script: [
				start({ x: 1 }),
				{ publishMessage: { name: 'drawn-message', correlationKey: '', timeToLiveMs: 0, variables: { y: 2 } } },
				runJobs,
			],
		},
	),
	drawn(
		'drawn-starts-message-only',
		'a process that only a message starts cannot be started otherwise',
		`<bpmn:startEvent id="by-message"><bpmn:messageEventDefinition id="m" messageRef="drawn-only"/></bpmn:startEvent>${task('b')}${flows('by-message>b')}`,
		{ around: '<bpmn:message id="drawn-only" name="drawn-only"/>' },
	),
	drawn(
		'drawn-nested',
		'sub-processes in sub-processes in sub-processes, of which one is a transaction',
		`${startEvent}<bpmn:subProcess id="outer" triggeredByEvent="false"><bpmn:extensionElements><zeebe:ioMapping><zeebe:input source="=a" target="b"/></zeebe:ioMapping></bpmn:extensionElements>` +
			`<bpmn:startEvent id="outer-start"/><bpmn:subProcess id="middle"><bpmn:startEvent id="middle-start"/><bpmn:subProcess id="inner"><bpmn:startEvent id="inner-start"/>` +
			`${task('work')}<bpmn:endEvent id="inner-end"/>${flows('inner-start>work', 'work>inner-end')}</bpmn:subProcess>${flows('middle-start>inner')}</bpmn:subProcess>` +
			`${task('after')}<bpmn:endEvent id="outer-last"/>${flows('outer-start>middle', 'middle>after', 'after>outer-last')}</bpmn:subProcess>${endEvent}${flows('start>outer', 'outer>end')}`,
		{
			script: [
				start({ a: 1 }),
				completeNext({ b: 2, c: 3 }),
				{ setVariables: { elementId: 'after', variables: { d: 4 }, local: true } },
				runJobs,
			],
		},
	),
	drawn(
		'drawn-transaction',
		'a transaction',
		`${startEvent}<bpmn:transaction id="box"><bpmn:startEvent id="box-start"/>${task('work')}${flows('box-start>work')}</bpmn:transaction>${flows('start>box')}`,
	),
	drawn(
		'drawn-sub-process-empty',
		'a collapsed sub-process with nothing in it',
		`${startEvent}<bpmn:subProcess id="box"/>${endEvent}${flows('start>box', 'box>end')}`,
	),
];

const written: ContractCase[] = [
	drawn(
		'drawn-ids',
		'ids with dots, dashes, lines below and accents',
		`<bpmn:startEvent id="Início_1.a"/>${task('Prüfen-Ação.é')}${endEvent}${flows('Início_1.a>Prüfen-Ação.é', 'Prüfen-Ação.é>end')}`,
	),
	drawn('drawn-id-digit', 'an id that begins with a digit', `${startEvent}${task('1work')}${flows('start>1work')}`),
	drawn('drawn-id-blank', 'an id with a blank', `${startEvent}${task('my work')}${flows('start>my work')}`),
	drawn('drawn-id-twice', 'two elements with one id', `${startEvent}${task('work')}${task('work')}${flows('start>work')}`),
	drawn('drawn-flow-no-id', 'a flow without an id', `${startEvent}${task('work')}<bpmn:sequenceFlow sourceRef="start" targetRef="work"/>`),
	drawn('drawn-flow-nowhere', 'a flow to what is not there', `${startEvent}${task('work')}${flows('start>work', 'work>gone')}`),
	drawn(
		'drawn-flow-open',
		'a flow without an end',
		`${startEvent}${task('work')}${flows('start>work')}<bpmn:sequenceFlow id="open" sourceRef="work"/>`,
	),
	drawn(
		'drawn-outgoing-others',
		'the flows that an element lists need not be those that it has',
		`<bpmn:startEvent id="start"><bpmn:outgoing>work-end</bpmn:outgoing></bpmn:startEvent>${task('work', '<bpmn:incoming>gone</bpmn:incoming>')}${endEvent}${flows('start>work', 'work>end')}`,
	),
	drawn(
		'drawn-element-unknown',
		'an element that BPMN does not have',
		`${startEvent}${task('work')}<bpmn:robotTask id="robot"/>${flows('start>work')}`,
	),
	drawn(
		'drawn-order',
		'elements in an order that a modeler does not write',
		`${flows('start>work', 'work>end')}${endEvent}${task('work')}${startEvent}`,
	),
	drawn(
		'drawn-job-definition-twice',
		'two job types at one task',
		`${startEvent}<bpmn:serviceTask id="work"><bpmn:extensionElements><zeebe:taskDefinition type="contract-work"/><zeebe:taskDefinition type="other-work"/></bpmn:extensionElements></bpmn:serviceTask>${flows('start>work')}`,
	),
	drawn(
		'drawn-mappings-twice',
		'two lists of mappings at one task',
		`${startEvent}<bpmn:serviceTask id="work"><bpmn:extensionElements><zeebe:taskDefinition type="contract-work"/><zeebe:ioMapping><zeebe:input source="=1" target="a"/></zeebe:ioMapping>` +
			`<zeebe:ioMapping><zeebe:input source="=2" target="b"/></zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>${flows('start>work')}`,
	),
	drawn(
		'drawn-headers-twice',
		'two lists of headers at one task',
		`${startEvent}<bpmn:serviceTask id="work"><bpmn:extensionElements><zeebe:taskDefinition type="contract-work"/><zeebe:taskHeaders><zeebe:header key="a" value="1"/></zeebe:taskHeaders>` +
			`<zeebe:taskHeaders><zeebe:header key="b" value="2"/></zeebe:taskHeaders></bpmn:extensionElements></bpmn:serviceTask>${flows('start>work')}`,
	),
	drawn(
		'drawn-job-elsewhere',
		'job types at tasks that need none: manual, undefined, user',
		`${startEvent}<bpmn:manualTask id="manual">${job}</bpmn:manualTask><bpmn:task id="plain">${job}</bpmn:task>${flows('start>manual', 'manual>plain')}`,
	),
	drawn(
		'drawn-implementation',
		'what a modeler writes of web services',
		`${startEvent}${task('work', '', 'implementation="##WebService" startQuantity="1" completionQuantity="1" isForCompensation="false"')}${flows('start>work')}`,
	),
];

/** Cases of drawings around and between what an engine runs. */
export const drawnCases: ContractCase[] = [...described, ...files, ...paths, ...written];
