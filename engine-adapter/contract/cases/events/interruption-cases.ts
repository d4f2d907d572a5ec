import type { ContractCase } from '../../contract-case';
import { endWith, escalation, terminate } from '../../event-parts';
import { chain, endEvent, errorBoundary, errorEnd, flow, forEach, parallelGateway, scriptTask, startEvent } from '../../model-builder';
import { runJobs } from '../case-actions';
import { playProcess, type ProcessParts } from '../define-case';
import { guardedBy, part, stop } from './escalation-cases';

const model = (id: string, title: string, parts: ProcessParts): ContractCase => playProcess(id, title, parts, { start: {} }, runJobs);

/** Cases of events at the very moment at which a scope is interrupted. */
export const interruptionCases: ContractCase[] = [
	model(
		'error-two-at-once',
		'of two errors at the same moment the first interrupts the sub-process',
		guardedBy(
			part([
				startEvent('inside'),
				parallelGateway('fork'),
				errorEnd('one', 'LATE'),
				errorEnd('other', 'EARLY'),
				...chain('inside', 'fork', 'one'),
				flow('second', 'fork', 'other'),
			]),
			errorBoundary('stop', 'part', 'LATE'),
			errorBoundary('stop-early', 'part', 'EARLY'),
		),
	),
	model(
		'error-and-escalation-at-once',
		'an escalation and an error at the same moment',
		guardedBy(
			part([
				startEvent('inside'),
				parallelGateway('fork'),
				errorEnd('one', 'LATE'),
				endWith('other', escalation('LATE')),
				...chain('inside', 'fork', 'one'),
				flow('second', 'fork', 'other'),
			]),
			errorBoundary('failed', 'part', 'LATE'),
			stop(escalation('LATE')),
		),
	),
	model(
		'escalation-while-moving',
		'an escalation that interrupts a sub-process while another branch in it moves on',
		guardedBy(
			part([
				startEvent('inside'),
				parallelGateway('fork'),
				endWith('raise', escalation('LATE')),
				scriptTask('one', '=1', 'one'),
				scriptTask('two', '=2', 'two'),
				scriptTask('three', '=3', 'three'),
				endEvent('moved'),
				...chain('inside', 'fork', 'one', 'two', 'three', 'moved'),
				flow('second', 'fork', 'raise'),
			]),
			stop(escalation('LATE')),
		),
	),
	model('terminate-while-moving', 'a terminate end event while other branches move on', [
		startEvent(),
		parallelGateway('fork'),
		scriptTask('one', '=1', 'one'),
		scriptTask('two', '=2', 'two'),
		endEvent('moved'),
		endWith('stop', terminate),
		scriptTask('three', '=3', 'three'),
		endEvent('also-moved'),
		...chain('start', 'fork', 'one', 'two', 'moved'),
		flow('second', 'fork', 'stop'),
		...chain('fork', 'three', 'also-moved'),
	]),
	model(
		'error-while-moving',
		'an error while another branch of its sub-process moves on',
		guardedBy(
			part([
				startEvent('inside'),
				parallelGateway('fork'),
				errorEnd('raise', 'LATE'),
				scriptTask('one', '=1', 'one'),
				scriptTask('two', '=2', 'two'),
				endEvent('moved'),
				...chain('inside', 'fork', 'one', 'two', 'moved'),
				flow('second', 'fork', 'raise'),
			]),
			errorBoundary('stop', 'part', 'LATE'),
		),
	),
	model(
		'multi-condition-at-once',
		'iterations that end at the same moment as the condition holds',
		guardedBy(
			forEach(scriptTask('script', '=item', 'result'), {
				inputCollection: '=[1, 2, 3, 4]',
				inputElement: 'item',
				outputCollection: 'results',
				outputElement: '=result',
				completionCondition: '=numberOfCompletedInstances >= 2',
			}),
		),
	),
	model(
		'multi-sub-process-condition-at-once',
		'sub-processes that are under way when the condition holds',
		guardedBy(
			forEach(
				part([
					startEvent('inside'),
					scriptTask('script', '=item', 'result'),
					endEvent('inner-end'),
					...chain('inside', 'script', 'inner-end'),
				]),
				{
					inputCollection: '=[1, 2, 3]',
					inputElement: 'item',
					outputCollection: 'results',
					outputElement: '=result',
					completionCondition: '=numberOfCompletedInstances >= 1',
				},
			),
		),
	),
];
