/** The processes that run while the engine is killed, and what each of their instances leaves in the state when it has ended. */
import { boundary, timer, catchOf } from '../contract/event-parts';
import {
	chain,
	endEvent,
	forEach,
	messageCatch,
	parallelGateway,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
} from '../contract/model-builder';
import type { Resource } from '../../engine-adapter/engine/deployments';

export const jobType = 'kill-work';
export const messageName = 'kill-go';

interface LoadProcess {
	id: string;
	model: Resource;
	/** Number of completions of each element of an instance; all others never begin. */
	completions: Record<string, number>;
	/** Jobs of an instance. */
	jobs: number;
}

const work = (id: string) => serviceTask(id, { type: jobType });

function loadProcess(
	id: string,
	parts: Parameters<typeof processModel>[1],
	completions: Record<string, number>,
	jobs: number,
): LoadProcess {
	return { id, model: processModel(id, parts), completions: { ...completions, start: 1, end: 1, [id]: 1 }, jobs };
}

export const loadProcesses: LoadProcess[] = [
	loadProcess(
		'forked',
		[
			startEvent(),
			parallelGateway('fork'),
			work('left'),
			work('right'),
			parallelGateway('join'),
			endEvent(),
			...chain('start', 'fork', 'left', 'join'),
			...chain('fork', 'right', 'join', 'end'),
		],
		{ fork: 1, left: 1, right: 1, join: 1 },
		2,
	),
	loadProcess(
		'messaged',
		[startEvent(), messageCatch('go', messageName, '=order'), work('work'), endEvent(), ...chain('start', 'go', 'work', 'end')],
		{ go: 1, work: 1 },
		1,
	),
	loadProcess(
		'timed',
		[
			startEvent(),
			catchOf('pause', timer('Duration', 'PT0.02S')),
			subProcess('inside', [startEvent('in'), work('inner'), endEvent('out'), ...chain('in', 'inner', 'out')]),
			boundary('late', 'inside', timer('Duration', 'PT1H')),
			endEvent(),
			...chain('start', 'pause', 'inside', 'end'),
			...chain('late', 'end'),
		],
		{ pause: 1, inside: 1, in: 1, inner: 1, out: 1 },
		1,
	),
	loadProcess(
		'repeated',
		[
			startEvent(),
			forEach(work('each'), { inputCollection: '=[1, 2, 3]', inputElement: 'item', outputCollection: 'results', outputElement: '=item' }),
			forEach(scriptTask('in-turn', '=item * 2', 'doubled'), { sequential: true, inputCollection: '=results', inputElement: 'item' }),
			endEvent(),
			...chain('start', 'each', 'in-turn', 'end'),
		],
		// The activity's iterations and its body have one id.
		{ each: 4, 'in-turn': 4 },
		3,
	),
];
