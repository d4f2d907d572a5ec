import type { ContractCase } from '../../contract-case';
import { boundary, endWith, message, throwOf, timer } from '../../event-parts';
import { chain, errorBoundary, type Mapping, type ModelPart, scriptTask, serviceTask } from '../../model-builder';
import { completeNext, failJob, start, throwError } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { around, ending } from '../shapes';
const mappings: { inputs: Mapping[]; outputs: Mapping[] } = {
	inputs: [{ source: '=a + 10', target: 'input' }],
	outputs: [{ source: '=input + 1', target: 'output' }],
};
const job = (tag: string, id: string): ModelPart => ({ ...serviceTask(id, mappings), tag });
/** Throws by a job. */
const thrownByJob = (part: ModelPart): ModelPart => ({ ...part, extensions: serviceTask(part.id, mappings).extensions });

const begin = start({ a: 1, b: 2 });

export const throwCases: ContractCase[] = [
	playProcess(
		'script-task',
		'a script task puts the result of its expression into a variable',
		around(scriptTask('script', '=a + b', 'sum')),
		begin,
	),
	playProcess(
		'script-task-mapping',
		'a script sees the inputs, and output mappings say what of it goes on',
		around(
			scriptTask('script', '=input * 2', 'double', {
				inputs: [{ source: '=a + 10', target: 'input' }],
				outputs: [{ source: '=double', target: 'x.y' }],
			}),
		),
		begin,
	),
	playProcess(
		'script-task-null',
		'a script whose variables are missing gives null',
		around(scriptTask('script', '=missing + 1', 'result')),
		begin,
	),
	playProcess(
		'script-task-failing',
		'a script that fails raises an incident, and is tried again when that is resolved',
		around(scriptTask('script', '=assert(c, c != null)', 'result')),
		begin,
		{ resolveIncident: { elementId: 'script', variables: { c: { d: [1] } } } },
	),
	playProcess('script-task-literal', 'a script that is not an expression', around(scriptTask('script', 'a + b', 'result')), begin),
	playProcess(
		'script-task-boundary',
		'a script does not wait for the timer at it',
		around(scriptTask('script', '=1', 'result'), boundary('late', 'script', timer('Duration', 'PT0S')), ...chain('late', 'end')),
		begin,
		{ wait: 500 },
	),
	defineCase('script-task-no-result', 'a script without a result variable is refused', () => ({
		parts: around(scriptTask('script', '=1', '')),
		script: [],
	})),
	defineCase('script-task-empty', 'a script task without script or job is refused', () => ({
		parts: around({ tag: 'scriptTask', id: 'script' }),
		script: [],
	})),
	playProcess(
		'script-task-job',
		'a script task with a job type is a job',
		around(job('scriptTask', 'script')),
		begin,
		completeNext({ ran: true }),
	),
	playProcess(
		'business-rule-task',
		'a business rule task with a job type is a job',
		around(job('businessRuleTask', 'decide'), errorBoundary('refused', 'decide'), ...chain('refused', 'end')),
		begin,
		completeNext({ decided: true }),
	),
	defineCase('business-rule-task-empty', 'a business rule task without decision or job is refused', () => ({
		parts: around({ tag: 'businessRuleTask', id: 'decide' }),
		script: [],
	})),
	playProcess(
		'send-task',
		'a send task is a job',
		around(job('sendTask', 'send'), errorBoundary('refused', 'send'), ...chain('refused', 'end')),
		begin,
		throwError('E'),
	),
	defineCase('send-task-empty', 'a send task without a job is refused', () => ({
		parts: around({ tag: 'sendTask', id: 'send' }),
		script: [],
	})),
	playProcess('none-throw', 'an intermediate event that throws nothing is passed through', around(throwOf('milestone')), begin),
	playProcess(
		'none-throw-mapping',
		'mappings of an intermediate event that throws nothing',
		around(throwOf('milestone', undefined, { inputs: mappings.inputs, outputs: [{ source: '=a + 1', target: 'output' }] })),
		begin,
	),
	playProcess(
		'message-throw',
		'an intermediate event that throws a message is a job',
		(id) => around(thrownByJob(throwOf('send', message(id)))),
		begin,
		completeNext({ sent: true }),
	),
	playProcess(
		'message-throw-incident',
		'a message that cannot be thrown raises an incident',
		(id) => around(thrownByJob(throwOf('send', message(id)))),
		begin,
		failJob({ message: 'no' }),
		{ resolveIncident: { elementId: 'send', retries: 1 } },
		completeNext({}),
	),
	defineCase('message-throw-empty', 'an intermediate message event without a job is refused', (id) => ({
		parts: around(throwOf('send', message(id))),
		script: [],
	})),
	playProcess(
		'message-end',
		'an end event that throws a message is a job',
		(id) => ending(thrownByJob(endWith('send', message(id)))),
		begin,
		completeNext({ sent: true }),
	),
	playProcess(
		'message-end-cancel',
		'an end event that is throwing its message is cancelled',
		(id) => ending(thrownByJob(endWith('send', message(id)))),
		begin,
		{ cancelInstance: true },
		completeNext({ sent: true }),
	),
	defineCase('message-end-empty', 'a message end event without a job is refused', (id) => ({
		parts: ending(endWith('send', message(id))),
		script: [],
	})),
];
