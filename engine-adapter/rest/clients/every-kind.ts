/** A service with at least one of everything that Camunda's clients can read: what they are tested with. */
import { chain, endEvent, extensions, processModel, serviceTask, startEvent, subProcess, userTask } from '../../contract/model-builder';
import { openTestService, type TestService } from '../test-service';

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
const ended = processModel('ended', [startEvent(), endEvent(), ...chain('start', 'end')]);

/** Starts `asked`, `nested`, `worked` (a job of the type `work`), `broken` (an incident) and `ended`. */
export async function openServiceOfEveryKind(): Promise<TestService> {
	const service = await openTestService([asked, nested, worked, broken, ended]);
	for (const processId of ['asked', 'nested', 'worked', 'broken', 'ended'])
		await service.engine.start({ processId, variables: { text: 'Olá', number: 1 } });
	return service;
}
