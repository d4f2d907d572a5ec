import type { Resource } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { callActivity, endWith, eventSubProcess, signal, startOn, terminate, throwOf } from '../../event-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	errorEnd,
	flow,
	forEach,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
} from '../../model-builder';
import { runJobs } from '../case-actions';
import { defineCase } from '../define-case';

const steps = (prefix: string, count: number): ModelPart[] =>
	Array.from({ length: count }, (_, index) => ({ tag: 'manualTask', id: `${prefix}${index + 1}` }));

/** Two branches begin at once: `one` after its steps, beside as many steps as `others` and a task after them. */
function race(one: ModelPart, before: number, others: number): ModelPart[] {
	const [ahead, beside] = [steps('ahead', before), steps('beside', others)];
	return [
		startEvent('begin'),
		parallelGateway('fork'),
		...ahead,
		one,
		...beside,
		serviceTask('last'),
		...chain('begin', 'fork', ...ahead.map(({ id }) => id), one.id),
		...chain('fork', ...beside.map(({ id }) => id), 'last'),
	];
}

const each = (id: string): ModelPart => forEach(serviceTask(id), { inputCollection: '=[1, 2, 3]' });

const handler = (name: string): ModelPart =>
	eventSubProcess('handle', [startOn('on', signal(name)), serviceTask('react'), ...chain('on', 'react')]);

const raceCase = (id: string, title: string, parts: ModelPart[], ...called: Resource[]): ContractCase =>
	defineCase(id, title, () => ({ resources: [processModel(id, parts), ...called], script: [{ start: {} }, runJobs] }));

/** Cases of the order of simultaneous events, which decides races. */
export const orderCases: ContractCase[] = [
	raceCase('order-two-bodies', 'iterations of two bodies that begin at once', [
		startEvent(),
		parallelGateway('fork'),
		each('one'),
		each('two'),
		...chain('start', 'fork', 'one'),
		...chain('fork', 'two'),
	]),
	...[0, 1, 2].map((others) =>
		raceCase(`order-body-and-steps-${others}`, `iterations beside ${others} steps`, race(each('one'), 0, others)),
	),
	...[1, 2, 3, 4, 5, 6].flatMap((others) => [
		raceCase(
			`order-terminate-end-${others}`,
			`a terminate end event ends a branch of ${others} steps`,
			race(endWith('stop', terminate), 1, others),
		),
		raceCase(`order-terminate-inside-${others}`, `a terminate end event ends a sub-process of ${others} steps`, [
			startEvent(),
			parallelGateway('split'),
			subProcess('sub', race(endEvent('quiet'), 0, others)),
			endWith('stop', terminate),
			...chain('start', 'split', 'sub'),
			...chain('split', 'stop'),
		]),
		raceCase(`order-error-${others}`, `an error ends a branch of ${others} steps`, [
			startEvent(),
			subProcess('sub', race(errorEnd('failed', 'E'), 1, others)),
			errorBoundary('caught', 'sub', 'E'),
			endEvent(),
			endEvent('handled'),
			...chain('start', 'sub', 'end'),
			...chain('caught', 'handled'),
		]),
		raceCase(
			`order-call-${others}`,
			`a called process beside ${others} steps`,
			race(callActivity('call', `order-call-${others}-called`), 0, others),
			processModel(`order-call-${others}-called`, [startEvent('inner'), serviceTask('first'), flow('go', 'inner', 'first')]),
		),
		raceCase(
			`order-called-terminated-${others}`,
			`a terminate end event ends a called process of ${others} steps`,
			[
				startEvent(),
				parallelGateway('split'),
				callActivity('call', `order-called-terminated-${others}-called`),
				endWith('stop', terminate),
				...chain('start', 'split', 'call'),
				...chain('split', 'stop'),
			],
			processModel(`order-called-terminated-${others}-called`, race(endEvent('quiet'), 0, others)),
		),
	]),
	...[0, 1, 2, 3, 4].flatMap((others) => [
		raceCase(`order-event-sub-process-${others}`, `an event sub-process ends a branch of ${others} steps`, [
			...race(throwOf('raise', signal(`order-event-sub-process-${others}`)), 1, others),
			handler(`order-event-sub-process-${others}`),
		]),
		raceCase(`order-event-sub-process-deep-${others}`, `an event sub-process ends a sub-process of ${others} steps`, [
			startEvent(),
			parallelGateway('split'),
			subProcess('sub', race(endEvent('quiet'), 0, others)),
			throwOf('raise', signal(`order-event-sub-process-deep-${others}`)),
			...chain('start', 'split', 'sub'),
			...chain('split', 'raise'),
			handler(`order-event-sub-process-deep-${others}`),
		]),
		raceCase(`order-terminate-each-${others}`, `a terminate end event behind ${others} steps ends iterations`, [
			startEvent(),
			parallelGateway('split'),
			each('one'),
			...steps('wait', others),
			endWith('stop', terminate),
			...chain('start', 'split', 'one'),
			...chain('split', ...steps('wait', others).map(({ id }) => id), 'stop'),
		]),
	]),
	raceCase('order-sub-processes', 'sub-processes and tasks that begin at once', [
		startEvent(),
		parallelGateway('fork'),
		subProcess('deep', [
			startEvent('in'),
			subProcess('deeper', [startEvent('inner'), serviceTask('a'), ...chain('inner', 'a')]),
			...chain('in', 'deeper'),
		]),
		subProcess('shallow', [startEvent('into'), serviceTask('b'), ...chain('into', 'b')]),
		serviceTask('c'),
		...chain('start', 'fork', 'deep'),
		...chain('fork', 'shallow'),
		...chain('fork', 'c'),
	]),
];
