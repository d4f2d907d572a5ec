import type { ContractCase } from '../../contract-case';
import { boundary, callActivity, compensate, escalation, link, message, signal, startOn, throwOf, catchOf, timer } from '../../event-parts';
import { listening } from '../../listener-parts';
import {
	adHocSubProcess,
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	forEach,
	inclusiveGateway,
	type ModelPart,
	parallelGateway,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
} from '../../model-builder';
import { defineCase, deployProcess } from '../define-case';
import { decisionTask } from '../decisions/decision-parts';
import { scope } from '../shapes';

const task = (id: string): ModelPart => ({ tag: 'task', id });
const manual = (id: string): ModelPart => ({ tag: 'manualTask', id });
const script = scriptTask('step', '=i + 1', 'i');
const jobThrow: ModelPart = {
	...throwOf('step', message('told')),
	extensions: '<bpmn:extensionElements><zeebe:taskDefinition type="contract-work"/></bpmn:extensionElements>',
};
const scriptJob: ModelPart = { ...serviceTask('step'), tag: 'scriptTask' };

/** The parts in a loop that a gateway closes, between a start and an end event. */
const loop = (...parts: ModelPart[]): ModelPart[] => [
	startEvent(),
	exclusiveGateway('join'),
	...parts,
	exclusiveGateway('again', 'again-end'),
	endEvent(),
	...chain('start', 'join', ...parts.map(({ id }) => id), 'again', 'end'),
	flow('back', 'again', 'join', '=i < 3'),
];

const loops: Array<[id: string, title: string, parts: ModelPart[] | ((id: string) => ModelPart[])]> = [
	['task', 'an undefined task', loop(task('step'))],
	['manual', 'a manual task', loop(manual('step'))],
	['listener', 'a manual task with listeners', loop(listening(manual('step')))],
	['script', 'a script (camunda/camunda#36895)', loop(script)],
	['script-twice', 'two scripts', loop(script, scriptTask('other', '=1', 'n'))],
	['script-each', 'a script for each item', loop(forEach(script, { inputCollection: '=[1, 2]', inputElement: 'item' }))],
	['script-listener', 'a script with listeners', loop(listening(script))],
	['script-job', 'a script that is a job', loop(scriptJob)],
	['task-each', 'an undefined task for each item', loop(forEach(task('step'), { inputCollection: '=[1, 2]', inputElement: 'item' }))],
	['throw', 'an event that throws nothing (camunda/camunda#20316)', loop(throwOf('step'))],
	['throw-escalation', 'an escalation', loop(throwOf('step', escalation('E')))],
	['throw-signal', 'a signal', loop(throwOf('step', signal('told-loop')))],
	['throw-compensation', 'a compensation', loop(throwOf('step', compensate()))],
	['throw-message', 'a message that a job sends', loop(jobThrow)],
	['gateways', 'gateways alone', loop()],
	[
		'gateways-after-task',
		'gateways alone, after a task',
		[
			startEvent(),
			task('before'),
			exclusiveGateway('join'),
			exclusiveGateway('again', 'again-end'),
			endEvent(),
			...chain('start', 'before', 'join', 'again', 'end'),
			flow('back', 'again', 'join', '=i < 3'),
		],
	],
	[
		'gateways-after-script',
		'gateways alone, after a script',
		[
			startEvent(),
			script,
			exclusiveGateway('join'),
			exclusiveGateway('again', 'again-end'),
			endEvent(),
			...chain('start', 'step', 'join', 'again', 'end'),
			flow('back', 'again', 'join', '=i < 3'),
		],
	],
	[
		'inclusive',
		'an inclusive gateway and a task',
		[
			startEvent(),
			task('step'),
			inclusiveGateway('again', 'again-end'),
			endEvent(),
			...chain('start', 'step', 'again', 'end'),
			flow('back', 'again', 'step', '=i < 3'),
		],
	],
	[
		'parallel',
		'a parallel gateway and a task',
		[
			startEvent(),
			task('step'),
			parallelGateway('again'),
			endEvent(),
			...chain('start', 'step', 'again', 'end'),
			flow('back', 'again', 'step'),
		],
	],
	['job', 'a job', loop(serviceTask('step'))],
	['job-and-task', 'a job and a task', loop(serviceTask('step'), task('other'))],
	['user-task', 'a user task', loop(userTask('step', { native: true }))],
	['decision', 'a decision', loop({ ...decisionTask('d-nowhere'), id: 'step' })],
	['timer', 'a timer', loop(catchOf('step', timer('Duration', 'PT1H')))],
	['empty-scope', 'a sub-process with nothing in it', loop(scope('step', []))],
	['scope-task', 'a sub-process with a task', loop(scope('step', ['inside'], task('inside')))],
	['scope-script', 'a sub-process with a script', loop(scope('outer', ['step'], script))],
	['scope-job', 'a sub-process with a job', loop(scope('step', ['inside'], serviceTask('inside')))],
	[
		'scope-implicit-end',
		'a sub-process that ends with a task',
		loop(subProcess('step', [startEvent('in'), task('inside'), ...chain('in', 'inside')])),
	],
	[
		'scope-each',
		'a sub-process with a task, for each item',
		loop(forEach(scope('step', ['inside'], task('inside')), { inputCollection: '=[1, 2]', inputElement: 'item' })),
	],
	['scope-and-task', 'an empty sub-process and a task', loop(scope('step', []), task('other'))],
	[
		'whole-in-scope',
		'a script, all in a sub-process',
		[
			startEvent(),
			subProcess(
				'outer',
				loop(script).map((part) => ({
					...part,
					id: part.id === 'start' ? 'in' : part.id === 'end' ? 'out' : part.id,
					attributes: part.attributes?.replace('"start"', '"in"').replace('targetRef="end"', 'targetRef="out"'),
					ends: part.ends && {
						source: part.ends.source === 'start' ? 'in' : part.ends.source,
						target: part.ends.target === 'end' ? 'out' : part.ends.target,
					},
				})),
			),
			endEvent(),
			...chain('start', 'outer', 'end'),
		],
	],
	[
		'link',
		'a link back',
		[
			startEvent(),
			task('step'),
			exclusiveGateway('again', 'again-end'),
			endEvent(),
			throwOf('away', link('back')),
			catchOf('here', link('back')),
			...chain('start', 'step', 'again', 'end'),
			flow('leave', 'again', 'away', '=i < 3'),
			flow('return', 'here', 'step'),
		],
	],
	[
		'link-script',
		'a script and a link back',
		[
			startEvent(),
			script,
			exclusiveGateway('again', 'again-end'),
			endEvent(),
			throwOf('away', link('back')),
			catchOf('here', link('back')),
			...chain('start', 'step', 'again', 'end'),
			flow('leave', 'again', 'away', '=i < 3'),
			flow('return', 'here', 'step'),
		],
	],
	[
		'link-in-scope',
		'a sub-process in which a link leads to a job',
		loop(
			subProcess('step', [
				startEvent('in'),
				throwOf('away', link('on')),
				catchOf('here', link('on')),
				serviceTask('inside'),
				endEvent('out'),
				...chain('in', 'away'),
				...chain('here', 'inside', 'out'),
			]),
		),
	],
	[
		'boundary',
		'a task that an event of a job leads to',
		[
			startEvent(),
			serviceTask('work'),
			endEvent(),
			boundary('late', 'work', timer('Duration', 'PT1H')),
			task('step'),
			...chain('start', 'work', 'end'),
			...chain('late', 'step', 'work'),
		],
	],
	[
		'call-self',
		'a call of the same process',
		(id) => [startEvent(), callActivity('step', id), endEvent(), ...chain('start', 'step', 'end')],
	],
	[
		'call-self-expression',
		'a call of the same process by an expression',
		(id) => [startEvent(), callActivity('step', `="${id}"`), endEvent(), ...chain('start', 'step', 'end')],
	],
	[
		'call-self-after-job',
		'a call of the same process after a job',
		(id) => [startEvent(), serviceTask('work'), callActivity('step', id), endEvent(), ...chain('start', 'work', 'step', 'end')],
	],
	[
		'call-self-after-gateway',
		'a call of the same process after a gateway',
		(id) => [
			startEvent(),
			exclusiveGateway('again', 'again-end'),
			callActivity('step', id),
			endEvent(),
			...chain('start', 'again', 'end'),
			flow('deeper', 'again', 'step', '=i < 3'),
		],
	],
	[
		'call-self-each',
		'a call of the same process for each item',
		(id) => [
			startEvent(),
			forEach(callActivity('step', id), { inputCollection: '=[1, 2]', inputElement: 'item' }),
			endEvent(),
			...chain('start', 'step', 'end'),
		],
	],
	[
		'call-self-in-scope',
		'a call of the same process in a sub-process',
		(id) => [startEvent(), scope('outer', ['step'], callActivity('step', id)), endEvent(), ...chain('start', 'outer', 'end')],
	],
	[
		'call-self-by-message',
		'a call of the same process, which only a message starts (camunda/camunda#15369)',
		(id) => [startOn('start', message(`begin-${id}`)), callActivity('step', id), endEvent(), ...chain('start', 'step', 'end')],
	],
	['call-other', 'a call of a process that is elsewhere', loop(callActivity('step', 'nowhere'))],
];

const calling = (id: string, called: string): string =>
	processModel(id, [startEvent(), callActivity('call', called), endEvent(), ...chain('start', 'call', 'end')])
		.content.replace(/^[\s\S]*?(?=<bpmn:process)/, '')
		.replace('</bpmn:definitions>', '');

/** Cases of loops in which nothing may wait: Zeebe refuses some of them, and each version its own. */
export const endlessLoopCases: ContractCase[] = [
	...loops.map(([id, title, parts]) => deployProcess(`loop-${id}`, `a loop of ${title}`, parts)),
	{
		...deployProcess(
			'loop-ad-hoc-job',
			'a loop of an ad-hoc sub-process with a script',
			loop(adHocSubProcess('step', [scriptTask('inside', '=1', 'n')], { activeElements: '=["inside"]' })),
		),
		engines: ['8.8'],
	},
	defineCase('loop-calls', 'two processes of a file call each other', (id) => {
		const model = processModel(id, [startEvent(), callActivity('call', `${id}-other`), endEvent(), ...chain('start', 'call', 'end')]);
		const content = model.content.replace('</bpmn:definitions>', `${calling(`${id}-other`, id)}</bpmn:definitions>`);
		return { resources: [{ ...model, content }], script: [] };
	}),
	defineCase('loop-calls-of-files', 'two processes of two files call each other', (id) => ({
		resources: [
			processModel(id, [startEvent(), callActivity('call', `${id}-other`), endEvent(), ...chain('start', 'call', 'end')]),
			processModel(`${id}-other`, [startEvent(), callActivity('call', id), endEvent(), ...chain('start', 'call', 'end')]),
		],
		script: [],
	})),
];
