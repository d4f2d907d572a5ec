import { boundary, endWith, message, throwOf, timer } from '../../event-parts';
import type { Action, ContractCase } from '../../contract-case';
import {
	chain,
	endEvent,
	errorBoundary,
	type Mapping,
	type ModelPart,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
} from '../../model-builder';

const line = (id: string, part: ModelPart, ...more: ModelPart[]): ContractCase['resources'] => [
	processModel(id, [startEvent(), part, endEvent(), ...chain('start', part.id, 'end'), ...more]),
];
const ending = (id: string, part: ModelPart): ContractCase['resources'] => [
	processModel(id, [startEvent(), part, ...chain('start', part.id)]),
];
const start = (processId: string): Action => ({ start: { processId, variables: { a: 1, b: 2 } } });
const complete = (variables: Record<string, unknown>): Action => ({ answerJob: { outcome: { kind: 'complete', variables } } });
const mappings: { inputs: Mapping[]; outputs: Mapping[] } = {
	inputs: [{ source: '=a + 10', target: 'input' }],
	outputs: [{ source: '=input + 1', target: 'output' }],
};
const job = (tag: string, id: string): ModelPart => ({ ...serviceTask(id, mappings), tag });
/** Throws by a job. */
const thrownByJob = (part: ModelPart): ModelPart => ({ ...part, extensions: serviceTask(part.id, mappings).extensions });

export const throwCases: ContractCase[] = [
	{
		id: 'script-task',
		title: 'a script task puts the result of its expression into a variable',
		resources: line('script-task', scriptTask('script', '=a + b', 'sum')),
		script: [start('script-task')],
	},
	{
		id: 'script-task-mapping',
		title: 'a script sees the inputs, and output mappings say what of it goes on',
		resources: line(
			'script-task-mapping',
			scriptTask('script', '=input * 2', 'double', {
				inputs: [{ source: '=a + 10', target: 'input' }],
				outputs: [{ source: '=double', target: 'x.y' }],
			}),
		),
		script: [start('script-task-mapping')],
	},
	{
		id: 'script-task-null',
		title: 'a script whose variables are missing gives null',
		resources: line('script-task-null', scriptTask('script', '=missing + 1', 'result')),
		script: [start('script-task-null')],
	},
	{
		id: 'script-task-failing',
		title: 'a script that fails raises an incident, and is tried again when that is resolved',
		resources: line('script-task-failing', scriptTask('script', '=assert(c, c != null)', 'result')),
		script: [start('script-task-failing'), { resolveIncident: { elementId: 'script', variables: { c: { d: [1] } } } }],
	},
	{
		id: 'script-task-literal',
		title: 'a script that is no expression',
		resources: line('script-task-literal', scriptTask('script', 'a + b', 'result')),
		script: [start('script-task-literal')],
	},
	{
		id: 'script-task-boundary',
		title: 'a script does not wait for the timer at it',
		resources: line(
			'script-task-boundary',
			scriptTask('script', '=1', 'result'),
			boundary('late', 'script', timer('Duration', 'PT0S')),
			...chain('late', 'end'),
		),
		script: [start('script-task-boundary'), { wait: 500 }],
	},
	{
		id: 'script-task-no-result',
		title: 'a script without a result variable is refused',
		resources: line('script-task-no-result', scriptTask('script', '=1', '')),
		script: [],
	},
	{
		id: 'script-task-empty',
		title: 'a script task without script or job is refused',
		resources: line('script-task-empty', { tag: 'scriptTask', id: 'script' }),
		script: [],
	},
	{
		id: 'script-task-job',
		title: 'a script task with a job type is a job',
		resources: line('script-task-job', job('scriptTask', 'script')),
		script: [start('script-task-job'), complete({ ran: true })],
	},
	{
		id: 'business-rule-task',
		title: 'a business rule task with a job type is a job',
		resources: line(
			'business-rule-task',
			job('businessRuleTask', 'decide'),
			errorBoundary('refused', 'decide'),
			...chain('refused', 'end'),
		),
		script: [start('business-rule-task'), complete({ decided: true })],
	},
	{
		id: 'business-rule-task-empty',
		title: 'a business rule task without decision or job is refused',
		resources: line('business-rule-task-empty', { tag: 'businessRuleTask', id: 'decide' }),
		script: [],
	},
	{
		id: 'send-task',
		title: 'a send task is a job',
		resources: line('send-task', job('sendTask', 'send'), errorBoundary('refused', 'send'), ...chain('refused', 'end')),
		script: [start('send-task'), { answerJob: { outcome: { kind: 'bpmn-error', errorCode: 'E', message: '' } } }],
	},
	{
		id: 'send-task-empty',
		title: 'a send task without a job is refused',
		resources: line('send-task-empty', { tag: 'sendTask', id: 'send' }),
		script: [],
	},
	{
		id: 'none-throw',
		title: 'an intermediate event that throws nothing is passed through',
		resources: line('none-throw', throwOf('milestone')),
		script: [start('none-throw')],
	},
	{
		id: 'none-throw-mapping',
		title: 'mappings of an intermediate event that throws nothing',
		resources: line(
			'none-throw-mapping',
			throwOf('milestone', undefined, { inputs: mappings.inputs, outputs: [{ source: '=a + 1', target: 'output' }] }),
		),
		script: [start('none-throw-mapping')],
	},
	{
		id: 'message-throw',
		title: 'an intermediate event that throws a message is a job',
		resources: line('message-throw', thrownByJob(throwOf('send', message('message-throw')))),
		script: [start('message-throw'), complete({ sent: true })],
	},
	{
		id: 'message-throw-incident',
		title: 'a message that cannot be thrown raises an incident',
		resources: line('message-throw-incident', thrownByJob(throwOf('send', message('message-throw-incident')))),
		script: [
			start('message-throw-incident'),
			{ answerJob: { outcome: { kind: 'fail', message: 'no', retries: 0 } } },
			{ resolveIncident: { elementId: 'send', retries: 1 } },
			complete({}),
		],
	},
	{
		id: 'message-throw-empty',
		title: 'an intermediate message event without a job is refused',
		resources: line('message-throw-empty', throwOf('send', message('message-throw-empty'))),
		script: [],
	},
	{
		id: 'message-end',
		title: 'an end event that throws a message is a job',
		resources: ending('message-end', thrownByJob(endWith('send', message('message-end')))),
		script: [start('message-end'), complete({ sent: true })],
	},
	{
		id: 'message-end-cancel',
		title: 'an end event that is throwing its message is cancelled',
		resources: ending('message-end-cancel', thrownByJob(endWith('send', message('message-end-cancel')))),
		script: [start('message-end-cancel'), { cancelInstance: true }, complete({ sent: true })],
	},
	{
		id: 'message-end-empty',
		title: 'a message end event without a job is refused',
		resources: ending('message-end-empty', endWith('send', message('message-end-empty'))),
		script: [],
	},
];
