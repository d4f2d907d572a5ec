import type { ElementMapping } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { boundary, callActivity, catchOf, eventBasedGateway, message, signal } from '../../event-parts';
import {
	chain,
	endEvent,
	forEach,
	type ModelPart,
	parallelGateway,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	userTask,
} from '../../model-builder';
import { broadcast, type CaseAction, complete, failJob, publish, runJobs, startWithKey } from '../case-actions';
import { defineCase } from '../define-case';
import { around, inTurn, line, scope } from '../shapes';

const begin = startWithKey();

interface Move {
	from: ModelPart[];
	to: ModelPart[];
	/** `source>target`. */
	map: string[];
	before?: CaseAction[];
	after?: CaseAction[];
}

const toMapping = (text: string): ElementMapping => {
	const [source, target] = text.split('>');
	return { source: source!, target: target ?? source! };
};

const play = (id: string, title: string, { from, to, map, before = [], after = [runJobs] }: Move): ContractCase =>
	defineCase(id, title, () => ({
		resources: [processModel(id, from), processModel(`${id}-target`, to)],
		script: [begin, ...before, { migrate: { processId: `${id}-target`, mappings: map.map(toMapping) } }, ...after],
	}));

const work = (id: string, header?: string): ModelPart => serviceTask(id, header === undefined ? {} : { headers: { version: header } });
const then = (id: string): ModelPart[] => line(work(id), work('next'));
const native = (id: string): ModelPart => userTask(id, { native: true });
const at = (host: string, ...events: ModelPart[]): ModelPart[] => [
	...line(work(host)),
	...events.flatMap((event) => [event, work(`after-${event.id}`), ...chain(event.id, `after-${event.id}`)]),
];
const go = (id: string) => boundary('event', id, message('go', '=key'));

/** Instances that go on in another process. */
export const migrateCases: ContractCase[] = [
	play('migrate-task', 'a job goes on in another process', { from: around(work('a')), to: then('b'), map: ['a>b'] }),
	play('migrate-same-id', 'an element of the same id is mapped too', { from: around(work('a')), to: then('a'), map: ['a>a'] }),
	play('migrate-unmapped', 'an active element is not mapped', { from: around(work('a')), to: then('a'), map: [] }),
	play('migrate-completed', 'an element that has ended is not mapped', {
		from: line(work('a'), work('b')),
		to: line(work('b'), work('c')),
		map: ['b>b'],
		before: [complete('a')],
	}),
	play('migrate-unknown-source', 'a source is not in the process', { from: around(work('a')), to: then('b'), map: ['a>b', 'gone>b'] }),
	play('migrate-unknown-target', 'a target is not in the process', { from: around(work('a')), to: then('b'), map: ['a>gone'] }),
	play('migrate-twice-mapped', 'a source is mapped twice', { from: around(work('a')), to: then('b'), map: ['a>b', 'a>next'] }),
	play('migrate-other-type', 'an element of another type', {
		from: around(work('a')),
		to: around(scriptTask('b', '=1', 'x')),
		map: ['a>b'],
	}),
	play('migrate-job-kept', 'a job keeps what it was created with', {
		from: around(work('a', 'one')),
		to: around(work('a', 'two')),
		map: ['a'],
		after: [failJob({ elementId: 'a', retries: 1 }), runJobs],
	}),
	play('migrate-incident', 'an incident goes with its element', {
		from: around(work('a')),
		to: then('b'),
		map: ['a>b'],
		before: [failJob({})],
		after: [{ resolveIncident: { retries: 1 } }, runJobs],
	}),
	play('migrate-user-task', 'a user task goes on', {
		from: around(native('a')),
		to: line(native('b'), work('next')),
		map: ['a>b'],
		after: [{ completeUserTask: { variables: { x: 1 } } }, runJobs],
	}),
	play('migrate-user-task-to-job', 'a user task of Zeebe becomes a job', {
		from: around(native('a')),
		to: around(userTask('b', { native: false })),
		map: ['a>b'],
	}),
	play('migrate-scope', 'a task in a sub-process', {
		from: inTurn(['inner'], scope('inner', ['a'], work('a'))),
		to: inTurn(['outer'], scope('outer', ['b', 'c'], work('b'), work('c'))),
		map: ['inner>outer', 'a>b'],
	}),
	play('migrate-into-scope', 'a task that would be in another scope', {
		from: around(work('a')),
		to: inTurn(['outer'], scope('outer', ['b'], work('b'))),
		map: ['a>b'],
	}),
	play('migrate-catch', 'a message that is waited for', {
		from: around(catchOf('a', message('go', '=key'))),
		to: line(catchOf('b', message('other', '=key')), work('next')),
		map: ['a>b'],
		after: [publish('go'), runJobs],
	}),
	play('migrate-catch-signal', 'a signal that is waited for', {
		from: around(catchOf('a', signal('migrate-go'))),
		to: line(catchOf('b', signal('migrate-go')), work('next')),
		map: ['a>b'],
		after: [broadcast('migrate-go'), runJobs],
	}),
	play('migrate-catch-kind', 'an event of another kind', {
		from: around(catchOf('a', message('go', '=key'))),
		to: around(catchOf('b', signal('migrate-kind'))),
		map: ['a>b'],
	}),
	play('migrate-boundary-added', 'an event at the task is new', {
		from: around(work('a')),
		to: at('a', go('a')),
		map: ['a'],
		after: [publish('go'), runJobs],
	}),
	play('migrate-boundary-removed', 'an event at the task is gone', {
		from: at('a', go('a')),
		to: around(work('a')),
		map: ['a'],
		after: [publish('go'), runJobs],
	}),
	play('migrate-boundary-mapped', 'an event at the task waits for what it waited for', {
		from: at('a', go('a')),
		to: at('a', boundary('later', 'a', message('other', '=key'))),
		map: ['a', 'event>later'],
		after: [publish('go'), runJobs],
	}),
	play('migrate-boundary-new', 'an event at the task that is not mapped waits for what the target says', {
		from: at('a', go('a')),
		to: at('a', boundary('later', 'a', message('other', '=key'))),
		map: ['a'],
		after: [publish('go'), publish('other'), runJobs],
	}),
	play('migrate-boundary-same', 'an event at the task with the same name that is not mapped', {
		from: at('a', go('a')),
		to: at('a', boundary('later', 'a', message('go', '=key'))),
		map: ['a'],
		after: [publish('go'), runJobs],
	}),
	play('migrate-call', 'a call activity waits for what it called', {
		from: around(callActivity('a', 'migrate-call-target')),
		to: around(work('x')),
		map: ['a>x'],
	}),
	play('migrate-two', 'two tasks are mapped to one', {
		from: [
			startEvent(),
			parallelGateway('f'),
			work('a'),
			work('b'),
			endEvent(),
			...chain('start', 'f', 'a', 'end'),
			...chain('f', 'b', 'end'),
		],
		to: then('c'),
		map: ['a>c', 'b>c'],
	}),
	play('migrate-each', 'a task for each item', {
		from: around(forEach(work('a'), { inputCollection: '=[1, 2]', inputElement: 'item' })),
		to: line(forEach(work('b'), { inputCollection: '=[1, 2]', inputElement: 'item' }), work('next')),
		map: ['a>b'],
	}),
	play('migrate-each-to-one', 'a task for each item becomes one', {
		from: around(forEach(work('a'), { inputCollection: '=[1, 2]' })),
		to: around(work('b')),
		map: ['a>b'],
	}),
	play('migrate-choice', 'a choice of events', {
		from: [
			startEvent(),
			eventBasedGateway('g'),
			catchOf('m', message('go', '=key')),
			catchOf('s', signal('migrate-choice')),
			endEvent(),
			...chain('start', 'g', 'm', 'end'),
			...chain('g', 's', 'end'),
		],
		to: [
			startEvent(),
			eventBasedGateway('h'),
			catchOf('m', message('go', '=key')),
			catchOf('s', signal('migrate-choice')),
			endEvent(),
			...chain('start', 'h', 'm', 'end'),
			...chain('h', 's', 'end'),
		],
		map: ['g>h', 'm', 's'],
		after: [publish('go')],
	}),
	play('migrate-ended', 'an instance that has ended', { from: around(work('a')), to: then('b'), map: ['a>b'], before: [complete('a')] }),
	defineCase('migrate-version', 'a newer version of the process', (id) => ({
		resources: [processModel(id, around(work('a')))],
		script: [begin, { deploy: [processModel(id, then('a'))] }, { migrate: { processId: id, mappings: [toMapping('a')] } }, runJobs],
	})),
	defineCase('migrate-to-itself', 'the version that it has', (id) => ({
		resources: [processModel(id, line(work('a'), work('b')))],
		script: [begin, { migrate: { processId: id, mappings: [toMapping('a>b')] } }, runJobs],
	})),
];
