import type { Action, ContractCase } from '../../contract-case';
import { boundary, callActivity, compensate, endWith, handling, throwOf } from '../../event-parts';
import { type ModelPart, chain, endEvent, errorBoundary, processModel, serviceTask } from '../../model-builder';
import { start, complete, runJobs, tasks, inTurn, scope, throwing, after } from './compensation-parts';

const broken = (id: string, title: string, parts: ModelPart[], ...script: Action[]): ContractCase => ({
	id,
	title,
	resources: [processModel(id, parts)],
	script,
});
const a = serviceTask('a');
const undoA = handling(serviceTask('undo-a'));
const aUndone = boundary('a-undone', 'a', compensate());
const link: ModelPart = {
	tag: 'association',
	id: 'a-handler',
	attributes: ' associationDirection="One" sourceRef="a-undone" targetRef="undo-a"',
};
const reversed: ModelPart = {
	tag: 'association',
	id: 'a-handler',
	attributes: ' associationDirection="One" sourceRef="undo-a" targetRef="a-undone"',
};

/** Models that are refused, and odd ones that are not. */
export const compensationModelCases: ContractCase[] = [
	broken('undo-no-association', 'a compensation boundary event without association is refused', inTurn(['a'], a, aUndone)),
	broken(
		'undo-flow-instead',
		'a compensation boundary event with a flow in place of an association',
		[...inTurn(['a', 'after'], a, after, aUndone), ...chain('a-undone', 'after')],
		start('undo-flow-instead'),
		runJobs,
	),
	broken(
		'undo-flow-besides',
		'a compensation boundary event with a flow beside its association',
		[...inTurn(['a', 'throw', 'after'], a, after, throwing, aUndone, undoA, link), ...chain('a-undone', 'after')],
		start('undo-flow-besides'),
		runJobs,
	),
	broken(
		'undo-not-a-handler',
		'a compensation boundary event associated with a task that is no handler',
		inTurn(['a', 'throw'], a, throwing, aUndone, serviceTask('undo-a'), link),
		start('undo-not-a-handler'),
		runJobs,
	),
	broken('undo-handler-in-flow', 'a handler with an incoming flow is refused', [
		...inTurn(['a', 'throw', 'undo-a'], a, throwing, aUndone, undoA, link),
	]),
	broken('undo-handler-leads-on', 'a handler with an outgoing flow is refused', [
		...inTurn(['a', 'throw', 'after'], a, after, throwing, aUndone, undoA, link),
		...chain('undo-a', 'after'),
	]),
	broken('undo-handler-with-event', 'a handler with a boundary event is refused', [
		...inTurn(['a', 'throw', 'after'], a, after, throwing, aUndone, undoA, link, errorBoundary('failed', 'undo-a', 'E')),
		...chain('failed', 'after'),
	]),
	broken(
		'undo-handler-alone',
		'a handler that nothing is associated with',
		inTurn(['a', 'throw'], a, throwing, undoA),
		start('undo-handler-alone'),
		runJobs,
	),
	broken(
		'undo-handler-shared',
		'one handler of two tasks',
		inTurn(['a', 'b', 'throw'], a, serviceTask('b'), throwing, aUndone, boundary('b-undone', 'b', compensate()), undoA, link, {
			...link,
			id: 'b-handler',
			attributes: ' associationDirection="One" sourceRef="b-undone" targetRef="undo-a"',
		}),
		start('undo-handler-shared'),
		runJobs,
	),
	broken(
		'undo-association-reversed',
		'an association from the handler to the boundary event',
		inTurn(['a', 'throw'], a, throwing, aUndone, undoA, reversed),
		start('undo-association-reversed'),
		runJobs,
	),
	broken(
		'undo-associations-two',
		'a compensation boundary event with two associations',
		inTurn(['a', 'throw'], a, throwing, aUndone, undoA, handling(serviceTask('other')), link, {
			...link,
			id: 'b-handler',
			attributes: ' associationDirection="One" sourceRef="a-undone" targetRef="other"',
		}),
		start('undo-associations-two'),
		runJobs,
	),
	broken(
		'undo-association-end',
		'a compensation boundary event associated with an end event',
		inTurn(['a', 'throw'], a, throwing, aUndone, endEvent('undo-a'), link),
		start('undo-association-end'),
		runJobs,
	),
	broken(
		'undo-association-elsewhere',
		'a handler in another scope than its boundary event',
		inTurn(['a', 'inner', 'throw'], a, throwing, aUndone, scope('inner', [], undoA), link),
		start('undo-association-elsewhere'),
		runJobs,
	),
	broken(
		'undo-two-events',
		'two compensation boundary events at one task',
		inTurn(['a', 'throw'], a, throwing, aUndone, undoA, link, boundary('a-undone-too', 'a', compensate()), handling(serviceTask('other')), {
			...link,
			id: 'b-handler',
			attributes: ' associationDirection="One" sourceRef="a-undone-too" targetRef="other"',
		}),
		start('undo-two-events'),
		runJobs,
	),
	broken(
		'undo-beside',
		'a compensation boundary event that says it does not interrupt',
		inTurn(['a', 'throw'], a, throwing, { ...aUndone, attributes: `${aUndone.attributes} cancelActivity="false"` }, undoA, link),
		start('undo-beside'),
		runJobs,
	),
	broken(
		'undo-named-unknown',
		'a compensation event that names an activity which does not exist is refused',
		inTurn(['a', 'throw'], ...tasks('a'), throwOf('throw', compensate('nothing'))),
	),
	broken(
		'undo-named-without-handler',
		'a compensation event that names a task without a handler is refused',
		inTurn(['a', 'throw'], a, throwOf('throw', compensate('a'))),
	),
	broken(
		'undo-named-inside',
		'a compensation event that names an activity inside a sub-process is refused',
		inTurn(['inner', 'throw'], scope('inner', ['a'], ...tasks('a')), throwOf('throw', compensate('a'))),
	),
	broken(
		'undo-named-outside',
		'a compensation event in a sub-process that names an activity outside is refused',
		inTurn(['a', 'inner'], ...tasks('a'), scope('inner', ['throw'], throwOf('throw', compensate('a')))),
	),
	broken(
		'undo-named-empty-scope',
		'a compensation event may name a sub-process that has nothing to undo',
		inTurn(['inner', 'throw', 'after'], scope('inner', ['a'], serviceTask('a')), throwOf('throw', compensate('inner')), after),
		start('undo-named-empty-scope'),
		runJobs,
	),
	broken(
		'undo-named-call',
		'a compensation event that names a call activity without a handler is refused',
		inTurn(['a', 'throw'], callActivity('a', 'nothing'), throwOf('throw', compensate('a'))),
	),
	broken(
		'undo-named-event',
		'a compensation event that names an event is refused',
		inTurn(['pass', 'throw'], throwOf('pass'), throwOf('throw', compensate('pass'))),
	),
	broken(
		'undo-no-wait',
		'a compensation event that does not wait is refused',
		inTurn(['a', 'throw'], ...tasks('a'), throwOf('throw', compensate(undefined, ' waitForCompletion="false"'))),
	),
	broken(
		'undo-no-wait-end',
		'a compensation end event that does not wait is refused',
		inTurn(['a'], ...tasks('a')).map((part) =>
			part.id === 'end' ? endWith('end', compensate(undefined, ' waitForCompletion="false"')) : part,
		),
	),
	broken(
		'undo-wait',
		'a compensation event that says it waits',
		inTurn(['a', 'throw'], ...tasks('a'), throwOf('throw', compensate(undefined, ' waitForCompletion="true"'))),
		start('undo-wait'),
		runJobs,
	),
	broken(
		'undo-start',
		'a start event of a compensation starts a process as if it had none',
		inTurn(['a'], a).map((part) => (part.id === 'start' ? { ...part, content: compensate().content('start') } : part)),
		start('undo-start'),
		runJobs,
	),
	broken(
		'undo-catch',
		'an intermediate catch event of a compensation is refused',
		inTurn(['a', 'catch'], a, { ...throwOf('catch', compensate()), tag: 'intermediateCatchEvent' }),
	),
	broken(
		'undo-flow-instead-throw',
		'a compensation event waits in vain for a task that has a compensation boundary event but no handler',
		[...inTurn(['a', 'throw'], a, after, throwing, aUndone), endEvent('away'), ...chain('a-undone', 'after', 'away')],
		start('undo-flow-instead-throw'),
		runJobs,
	),
	broken(
		'undo-by-task-in-flow',
		'a handler that is a task of the flow leads on',
		inTurn(['a', 'throw', 'undo-a'], a, throwing, aUndone, serviceTask('undo-a'), link),
		start('undo-by-task-in-flow'),
		complete('a'),
		complete('undo-a'),
		complete('undo-a'),
		runJobs,
	),
	broken(
		'undo-empty-task',
		'a handler without a job type is refused',
		inTurn(['a', 'throw'], a, throwing, aUndone, handling({ tag: 'serviceTask', id: 'undo-a' }), link),
	),
	broken(
		'undo-at-handler',
		'a compensation boundary event at a handler is refused',
		inTurn(['a', 'throw'], a, throwing, aUndone, undoA, link, boundary('again', 'undo-a', compensate()), handling(serviceTask('other')), {
			...link,
			id: 'b-handler',
			attributes: ' associationDirection="One" sourceRef="again" targetRef="other"',
		}),
	),
];
