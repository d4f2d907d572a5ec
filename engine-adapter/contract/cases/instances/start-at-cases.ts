import type { ContractCase } from '../../contract-case';
import { boundary, catchOf, eventBasedGateway, eventSubProcess, message, startOn, timer } from '../../event-parts';
import { onEnd, onStart, processListening } from '../../listener-parts';
import { adHocSubProcess, chain, endEvent, forEach, type ModelPart, parallelGateway, processModel, serviceTask } from '../../model-builder';
import { type CaseAction, publish, runJobs } from '../case-actions';
import { defineCase, playProcess, type ProcessParts } from '../define-case';
import { inTurn, scope } from '../shapes';

import { a, abc, b, c, twoItems } from './modify-parts';

const startAt = (...elements: string[]): CaseAction => ({ start: { variables: { x: 1, key: 'k' }, startAt: elements } });
const model = (id: string, title: string, parts: ProcessParts, ...elements: string[]): ContractCase =>
	playProcess(id, title, parts, startAt(...elements), runJobs);
const inner = (...order: string[]): ModelPart => scope('inner', order, b, serviceTask('d'));

/** Instances that begin elsewhere than at their start event. */
export const startAtCases: ContractCase[] = [
	model('start-at', 'an instance begins at the element that is named', abc, 'b'),
	model('start-at-two', 'an instance begins at two elements, in the order in which they are named', abc, 'c', 'b'),
	model('start-at-same', 'an instance begins at one element twice', abc, 'b', 'b'),
	model('start-at-end', 'an instance begins at its end', abc, 'end'),
	model('start-at-start', 'an instance begins at its start event', abc, 'start'),
	model('start-at-unknown', 'an instance begins at what is not there', abc, 'other'),
	model('start-at-flow', 'an instance begins at a flow', abc, 'a-b'),
	model('start-at-scope', 'an instance begins at a sub-process', inTurn(['a', 'inner', 'c'], a, c, inner('b', 'd')), 'inner'),
	model('start-at-in-scope', 'an instance begins in a sub-process', inTurn(['a', 'inner', 'c'], a, c, inner('b', 'd')), 'd'),
	model(
		'start-at-two-in-scope',
		'an instance begins at two elements of a sub-process',
		inTurn(['a', 'inner', 'c'], a, c, inner('b', 'd')),
		'b',
		'd',
	),
	model(
		'start-at-boundary',
		'an instance begins at a boundary event',
		[...inTurn(['a'], a, b, boundary('late', 'a', timer('Duration', 'PT1H'))), ...chain('late', 'b', 'end')],
		'late',
	),
	model('start-at-loop', 'an instance begins at a multi-instance activity', inTurn(['a', 'b'], a, forEach(b, twoItems)), 'b'),
	model(
		'start-at-in-loop',
		'an instance begins in a multi-instance sub-process',
		inTurn(['a', 'inner'], a, forEach(inner('b', 'd'), twoItems)),
		'd',
	),
	model(
		'start-at-join',
		'an instance begins at a gateway that joins',
		[...inTurn(['fork', 'a', 'join', 'c'], parallelGateway('fork'), parallelGateway('join'), a, b, c), ...chain('fork', 'b', 'join')],
		'join',
	),
	model(
		'start-at-chosen',
		'an instance begins at an event that a gateway waits for',
		(id) => [
			...inTurn(
				['choose', 'paid'],
				eventBasedGateway('choose'),
				catchOf('paid', message(id, '=key')),
				catchOf('late', timer('Duration', 'PT1H')),
			),
			...chain('choose', 'late', 'end'),
		],
		'paid',
	),
	playProcess(
		'start-at-listening',
		'an instance that begins elsewhere has its event sub-processes',
		(id) => [
			...abc,
			eventSubProcess('reaction', [startOn('happened', message(id, '=key')), endEvent('done'), ...chain('happened', 'done')]),
		],
		startAt('c'),
		publish('start-at-listening'),
		runJobs,
	),
	model(
		'start-at-without-start',
		'a process without a none start event begins at an element',
		(id) => [startOn('start', message(id)), a, endEvent(), ...chain('start', 'a', 'end')],
		'a',
	),
	defineCase('start-at-listeners', 'an instance that begins elsewhere runs the listeners of its process', (id) => ({
		resources: [processListening(processModel(id, abc), onStart(), onEnd())],
		script: [startAt('c'), runJobs],
	})),
	{
		...model(
			'start-at-ad-hoc',
			'an instance begins in an ad-hoc sub-process',
			inTurn(['a', 'tools'], a, adHocSubProcess('tools', [b], { activeElements: '=[]' })),
			'b',
		),
		engines: ['8.8'],
	},
];
