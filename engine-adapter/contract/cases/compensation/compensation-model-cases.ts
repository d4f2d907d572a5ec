import type { ContractCase } from '../../contract-case';
import { boundary, callActivity, compensate, endWith, handling, throwOf } from '../../event-parts';
import { type ModelPart, chain, endEvent, errorBoundary, serviceTask } from '../../model-builder';
import { complete, runJobs, start } from '../case-actions';
import { deployProcess } from '../define-case';
import { inTurn, scope } from '../shapes';
import { after, tasks, throwing } from './compensation-parts';
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
	deployProcess('undo-no-association', 'a compensation boundary event without association is refused', inTurn(['a'], a, aUndone)),
	deployProcess(
		'undo-flow-instead',
		'a compensation boundary event with a flow in place of an association',
		[...inTurn(['a', 'after'], a, after, aUndone), ...chain('a-undone', 'after')],
		start(),
		runJobs,
	),
	deployProcess(
		'undo-flow-besides',
		'a compensation boundary event with a flow beside its association',
		[...inTurn(['a', 'throw', 'after'], a, after, throwing, aUndone, undoA, link), ...chain('a-undone', 'after')],
		start(),
		runJobs,
	),
	deployProcess(
		'undo-not-a-handler',
		'a compensation boundary event associated with a task that is not a handler',
		inTurn(['a', 'throw'], a, throwing, aUndone, serviceTask('undo-a'), link),
		start(),
		runJobs,
	),
	deployProcess('undo-handler-in-flow', 'a handler with an incoming flow is refused', [
		...inTurn(['a', 'throw', 'undo-a'], a, throwing, aUndone, undoA, link),
	]),
	deployProcess('undo-handler-leads-on', 'a handler with an outgoing flow is refused', [
		...inTurn(['a', 'throw', 'after'], a, after, throwing, aUndone, undoA, link),
		...chain('undo-a', 'after'),
	]),
	deployProcess('undo-handler-with-event', 'a handler with a boundary event is refused', [
		...inTurn(['a', 'throw', 'after'], a, after, throwing, aUndone, undoA, link, errorBoundary('failed', 'undo-a', 'E')),
		...chain('failed', 'after'),
	]),
	deployProcess(
		'undo-handler-alone',
		'a handler that nothing is associated with',
		inTurn(['a', 'throw'], a, throwing, undoA),
		start(),
		runJobs,
	),
	deployProcess(
		'undo-handler-shared',
		'one handler of two tasks',
		inTurn(['a', 'b', 'throw'], a, serviceTask('b'), throwing, aUndone, boundary('b-undone', 'b', compensate()), undoA, link, {
			...link,
			id: 'b-handler',
			attributes: ' associationDirection="One" sourceRef="b-undone" targetRef="undo-a"',
		}),
		start(),
		runJobs,
	),
	deployProcess(
		'undo-association-reversed',
		'an association from the handler to the boundary event',
		inTurn(['a', 'throw'], a, throwing, aUndone, undoA, reversed),
		start(),
		runJobs,
	),
	deployProcess(
		'undo-associations-two',
		'a compensation boundary event with two associations',
		inTurn(['a', 'throw'], a, throwing, aUndone, undoA, handling(serviceTask('other')), link, {
			...link,
			id: 'b-handler',
			attributes: ' associationDirection="One" sourceRef="a-undone" targetRef="other"',
		}),
		start(),
		runJobs,
	),
	deployProcess(
		'undo-association-end',
		'a compensation boundary event associated with an end event',
		inTurn(['a', 'throw'], a, throwing, aUndone, endEvent('undo-a'), link),
		start(),
		runJobs,
	),
	deployProcess(
		'undo-association-elsewhere',
		'a handler in another scope than its boundary event',
		inTurn(['a', 'inner', 'throw'], a, throwing, aUndone, scope('inner', [], undoA), link),
		start(),
		runJobs,
	),
	deployProcess(
		'undo-two-events',
		'two compensation boundary events at one task',
		inTurn(['a', 'throw'], a, throwing, aUndone, undoA, link, boundary('a-undone-too', 'a', compensate()), handling(serviceTask('other')), {
			...link,
			id: 'b-handler',
			attributes: ' associationDirection="One" sourceRef="a-undone-too" targetRef="other"',
		}),
		start(),
		runJobs,
	),
	deployProcess(
		'undo-beside',
		'a compensation boundary event that says it does not interrupt',
		inTurn(['a', 'throw'], a, throwing, { ...aUndone, attributes: `${aUndone.attributes} cancelActivity="false"` }, undoA, link),
		start(),
		runJobs,
	),
	deployProcess(
		'undo-named-unknown',
		'a compensation event that names an activity which does not exist is refused',
		inTurn(['a', 'throw'], ...tasks('a'), throwOf('throw', compensate('nothing'))),
	),
	deployProcess(
		'undo-named-without-handler',
		'a compensation event that names a task without a handler is refused',
		inTurn(['a', 'throw'], a, throwOf('throw', compensate('a'))),
	),
	deployProcess(
		'undo-named-inside',
		'a compensation event that names an activity inside a sub-process is refused',
		inTurn(['inner', 'throw'], scope('inner', ['a'], ...tasks('a')), throwOf('throw', compensate('a'))),
	),
	deployProcess(
		'undo-named-outside',
		'a compensation event in a sub-process that names an activity outside is refused',
		inTurn(['a', 'inner'], ...tasks('a'), scope('inner', ['throw'], throwOf('throw', compensate('a')))),
	),
	deployProcess(
		'undo-named-empty-scope',
		'a compensation event may name a sub-process that has nothing to undo',
		inTurn(['inner', 'throw', 'after'], scope('inner', ['a'], serviceTask('a')), throwOf('throw', compensate('inner')), after),
		start(),
		runJobs,
	),
	deployProcess(
		'undo-named-call',
		'a compensation event that names a call activity without a handler is refused',
		inTurn(['a', 'throw'], callActivity('a', 'nothing'), throwOf('throw', compensate('a'))),
	),
	deployProcess(
		'undo-named-event',
		'a compensation event that names an event is refused',
		inTurn(['pass', 'throw'], throwOf('pass'), throwOf('throw', compensate('pass'))),
	),
	deployProcess(
		'undo-no-wait',
		'a compensation event that does not wait is refused',
		inTurn(['a', 'throw'], ...tasks('a'), throwOf('throw', compensate(undefined, ' waitForCompletion="false"'))),
	),
	deployProcess(
		'undo-no-wait-end',
		'a compensation end event that does not wait is refused',
		inTurn(['a'], ...tasks('a')).map((part) =>
			part.id === 'end' ? endWith('end', compensate(undefined, ' waitForCompletion="false"')) : part,
		),
	),
	deployProcess(
		'undo-wait',
		'a compensation event that says it waits',
		inTurn(['a', 'throw'], ...tasks('a'), throwOf('throw', compensate(undefined, ' waitForCompletion="true"'))),
		start(),
		runJobs,
	),
	deployProcess(
		'undo-start',
		'a start event of a compensation starts a process as if it had none',
		inTurn(['a'], a).map((part) => (part.id === 'start' ? { ...part, content: compensate().content('start') } : part)),
		start(),
		runJobs,
	),
	deployProcess(
		'undo-catch',
		'an intermediate catch event of a compensation is refused',
		inTurn(['a', 'catch'], a, { ...throwOf('catch', compensate()), tag: 'intermediateCatchEvent' }),
	),
	deployProcess(
		'undo-flow-instead-throw',
		'a compensation event waits in vain for a task that has a compensation boundary event but no handler',
		[...inTurn(['a', 'throw'], a, after, throwing, aUndone), endEvent('away'), ...chain('a-undone', 'after', 'away')],
		start(),
		runJobs,
	),
	deployProcess(
		'undo-by-task-in-flow',
		'a handler that is a task of the flow leads on',
		inTurn(['a', 'throw', 'undo-a'], a, throwing, aUndone, serviceTask('undo-a'), link),
		start(),
		complete('a'),
		complete('undo-a'),
		complete('undo-a'),
		runJobs,
	),
	deployProcess(
		'undo-empty-task',
		'a handler without a job type is refused',
		inTurn(['a', 'throw'], a, throwing, aUndone, handling({ tag: 'serviceTask', id: 'undo-a' }), link),
	),
	deployProcess(
		'undo-at-handler',
		'a compensation boundary event at a handler is refused',
		inTurn(['a', 'throw'], a, throwing, aUndone, undoA, link, boundary('again', 'undo-a', compensate()), handling(serviceTask('other')), {
			...link,
			id: 'b-handler',
			attributes: ' associationDirection="One" sourceRef="again" targetRef="other"',
		}),
	),
];
