/** A service with at least one of everything that Camunda's clients can read: what they are tested with. */
import { decision, decisionTask, dmnFile, literal, table } from '../../contract/decision-parts';
import { catchOf, message } from '../../contract/event-parts';
import { chain, endEvent, extensions, processModel, serviceTask, startEvent, subProcess, userTask } from '../../contract/model-builder';
import { openTestService, type TestService } from './test-service';

const details = extensions(
	'<zeebe:userTask/>',
	'<zeebe:assignmentDefinition assignee="ana" candidateGroups="sales, support"/>',
	'<zeebe:taskSchedule dueDate="2030-01-31T10:00+02:00" followUpDate="2030-01-30T10:00:00Z"/>',
	'<zeebe:formDefinition externalReference="https://forms.example/ask"/>',
);
const askedById = processModel('asked', [
	startEvent(),
	{ tag: 'userTask', id: 'ask', extensions: details },
	endEvent(),
	...chain('start', 'ask', 'end'),
]);
const asked = { ...askedById, content: askedById.content.replace('<bpmn:process ', '<bpmn:process name="Asked by hand" ') };
const inside = [startEvent('inner-start'), userTask('review', { native: true }), endEvent('inner-end')];
const nested = processModel('nested', [
	startEvent(),
	subProcess('part', [...inside, ...chain('inner-start', 'review', 'inner-end')], { inputs: [{ source: '="inner"', target: 'local' }] }),
	endEvent(),
	...chain('start', 'part', 'end'),
]);
const worked = processModel('worked', [startEvent(), serviceTask('work', { type: 'work' }), endEvent(), ...chain('start', 'work', 'end')]);
const broken = processModel('broken', [
	startEvent(),
	serviceTask('fail', { type: 'fail', inputs: [{ source: '=assert(missing, missing != null)', target: 'x' }] }),
	endEvent(),
	...chain('start', 'fail', 'end'),
]);
const waiting = processModel('waiting', [
	startEvent(),
	catchOf('paid', message('paid', '="order-1"')),
	endEvent(),
	...chain('start', 'paid', 'end'),
]);
const ended = processModel('ended', [startEvent(), endEvent(), ...chain('start', 'end')]);

/** A process that asks for a quote, and the three decisions of its model. */
export const decided = [
	processModel('decided', [startEvent(), decisionTask('quote'), endEvent(), ...chain('start', 'decide', 'end')]),
	dmnFile(
		'shop',
		decision('discount', table({ inputs: ['amount'], rules: [['>= 100', '0.1']] })),
		decision('quote', literal('amount'), { requires: ['discount'] }),
		decision('failing', literal('assert(amount, amount > 0)')),
	),
];

/** Starts `asked`, `nested`, `worked` (a job of the type `work`), `broken` (an incident), `waiting` (for a message), `ended` and `decided`. */
export async function openServiceOfEveryKind(): Promise<TestService> {
	const service = await openTestService([asked, nested, worked, broken, waiting, ended, ...decided]);
	for (const processId of ['asked', 'nested', 'worked', 'broken', 'waiting', 'ended'])
		await service.engine.start({ processId, variables: { text: 'Olá', number: 1 } });
	await service.engine.startAndAwait({ processId: 'decided', variables: { amount: 200 } }, 10_000);
	return service;
}
