import type { ContractCase } from '../../contract-case';
import {
	boundary,
	callActivity,
	catchOf,
	error,
	eventBasedGateway,
	eventSubProcess,
	message,
	startBeside,
	startOn,
	timer,
} from '../../event-parts';
import { chain, endEvent, forEach, processModel, serviceTask, startEvent, subProcess } from '../../model-builder';
import { modify, publish, runJobs, start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { inTurn, scope } from '../shapes';
import { a, abc, b, c, twoItems } from './modify-parts';

/** Elements of sub-processes, and what cannot be activated. */
const scopes: ContractCase[] = [
	playProcess(
		'modify-into-scope',
		'an element in a sub-process that is not active begins with the sub-process',
		inTurn(['a', 'inner', 'c'], a, c, scope('inner', ['b'], b)),
		modify(['b'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-into-scope-mapping',
		'a sub-process that begins for an element in it does not apply its input mappings',
		inTurn(
			['a', 'inner', 'c'],
			a,
			c,
			subProcess('inner', [startEvent('in'), endEvent('out'), b, ...chain('in', 'b', 'out')], {
				inputs: [{ source: '=x + 1', target: 'y' }],
				outputs: [{ source: '=x + 10', target: 'z' }],
			}),
		),
		start({ x: 1 }),
		modify(['b'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-into-active-scope',
		'an element in a sub-process that is active begins in it',
		inTurn(['inner', 'c'], c, scope('inner', ['a', 'b'], a, b)),
		modify(['b']),
		runJobs,
	),
	playProcess(
		'modify-into-nested',
		'sub-processes begin around an element as far as they are not active',
		inTurn(['a', 'outer'], a, scope('outer', ['inner', 'c'], c, scope('inner', ['b'], b))),
		modify(['b'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-into-half-active',
		'the inner of two sub-processes begins in the outer one',
		inTurn(['outer'], scope('outer', ['a', 'inner'], a, scope('inner', ['b'], b))),
		modify(['b'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-into-two',
		'two elements of a sub-process that is not active begin in one',
		inTurn(['a', 'inner', 'c'], a, c, scope('inner', ['b', 'd'], b, serviceTask('d'))),
		modify(['b', 'd'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-scope-itself',
		'a sub-process is activated from its start',
		inTurn(['a', 'inner', 'c'], a, c, scope('inner', ['b'], b)),
		modify(['inner'], ['a']),
		runJobs,
	),
	defineCase('modify-scope-boundary', 'a sub-process that begins for an element in it waits for the events at it', (id) => ({
		parts: [
			...inTurn(['a', 'inner', 'c'], a, c, scope('inner', ['b'], b), boundary('stop', 'inner', message(id, '=key'))),
			...chain('stop', 'c'),
		],
		script: [start({ key: 'k' }), modify(['b'], ['a']), publish(id), runJobs],
	})),
	playProcess(
		'modify-scope-boundary-failing',
		'a sub-process whose events cannot be waited for is refused',
		(id) => [
			...inTurn(['a', 'inner', 'c'], a, c, scope('inner', ['b'], b), boundary('stop', 'inner', message(id, '=key'))),
			...chain('stop', 'c'),
		],
		modify(['b'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-terminate-scope',
		'a sub-process is terminated with what runs in it',
		inTurn(['inner', 'c'], c, scope('inner', ['a', 'b'], a, b)),
		modify(['c'], ['inner']),
		runJobs,
	),
	playProcess(
		'modify-terminate-in-scope',
		'a sub-process whose last token is terminated ends with it',
		inTurn(['inner', 'c'], c, scope('inner', ['a', 'b'], a, b)),
		modify(['c'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-terminate-last-in-scope',
		'an instance whose last token is in a sub-process ends with it',
		inTurn(['outer', 'c'], c, scope('outer', ['inner'], scope('inner', ['a', 'b'], a, b))),
		modify([], ['a']),
	),
	playProcess(
		'modify-move-in-scope',
		'a sub-process stays when an element begins in it in place of the last',
		inTurn(['inner', 'c'], c, scope('inner', ['a', 'b'], a, b)),
		modify(['b'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-terminate-scope-and-inside',
		'a sub-process and an element in it are terminated',
		inTurn(['inner', 'c'], c, scope('inner', ['a', 'b'], a, b)),
		modify(['c'], ['a', 'inner']),
		runJobs,
	),
	playProcess(
		'modify-terminate-required',
		'an element begins in a sub-process that is terminated at the same time',
		inTurn(['inner', 'c'], c, scope('inner', ['a', 'b'], a, b)),
		modify(['b', 'c'], ['inner']),
		runJobs,
	),
	playProcess(
		'modify-event-scope',
		'an element in an event sub-process that is not active begins with it',
		inTurn(['a'], a, eventSubProcess('handle', [startOn('on', error()), endEvent('handled'), b, ...chain('on', 'b', 'handled')])),
		modify(['b'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-event-scope-beside',
		'an element in an event sub-process that does not interrupt begins beside the others',
		(id) =>
			inTurn(
				['a'],
				a,
				eventSubProcess('handle', [startBeside('on', message(id, '=key')), endEvent('handled'), b, ...chain('on', 'b', 'handled')]),
			),
		start({ key: 'k' }),
		modify(['b']),
		runJobs,
	),
	playProcess(
		'modify-event-scope-itself',
		'an event sub-process is activated',
		inTurn(['a'], a, eventSubProcess('handle', [startOn('on', error()), endEvent('handled'), b, ...chain('on', 'b', 'handled')])),
		modify(['handle'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-multi',
		'a multi-instance task is activated as a whole',
		inTurn(['a', 'each', 'c'], a, forEach(serviceTask('each'), twoItems), c),
		modify(['each'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-into-multi',
		'an element in a multi-instance sub-process that is not active is refused',
		inTurn(['a', 'inner'], a, forEach(scope('inner', ['b'], b), twoItems)),
		modify(['b'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-into-single-multi',
		'an element in the only iteration of a multi-instance sub-process',
		inTurn(['inner'], forEach(scope('inner', ['a', 'b'], a, b), { ...twoItems, sequential: true })),
		modify(['b'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-terminate-multi',
		'a multi-instance task is terminated',
		inTurn(['each', 'c'], forEach(serviceTask('each'), twoItems), c),
		modify(['c'], ['each']),
		runJobs,
	),
	playProcess(
		'modify-terminate-in-multi',
		'a multi-instance sub-process ends when the last element of each iteration is terminated',
		inTurn(['inner', 'c'], c, forEach(scope('inner', ['a', 'b'], a, b), twoItems)),
		modify(['c'], ['a']),
		runJobs,
	),
	defineCase('modify-call', 'a call activity is activated, and terminated with what it called', (id) => ({
		resources: [
			processModel(id, inTurn(['a', 'call', 'c'], a, callActivity('call', `${id}-called`), c)),
			processModel(`${id}-called`, inTurn(['b'], b)),
		],
		script: [start(), modify(['call'], ['a']), modify(['c'], ['call']), runJobs],
	})),
];

const refused: ContractCase[] = [
	playProcess('modify-unknown', 'an element that does not exist is refused', abc, modify(['nothing'], ['a']), runJobs),
	playProcess('modify-start', 'a start event is refused', abc, modify(['start']), runJobs),
	playProcess(
		'modify-start-in-scope',
		'the start event of a sub-process is refused',
		inTurn(['a', 'inner'], a, scope('inner', ['b'], b)),
		modify(['inner-in']),
		runJobs,
	),
	playProcess(
		'modify-boundary',
		'a boundary event is refused',
		[...inTurn(['a', 'b'], a, b, boundary('late', 'a', timer('Duration', 'PT1H'))), ...chain('late', 'end')],
		modify(['late']),
		runJobs,
	),
	playProcess('modify-flow', 'a sequence flow is refused', abc, modify(['a-b']), runJobs),
	playProcess(
		'modify-gateway-event',
		'an event behind an event-based gateway is refused',
		[
			...inTurn(
				['a', 'wait', 'got', 'b'],
				a,
				b,
				eventBasedGateway('wait'),
				catchOf('got', timer('Duration', 'PT0S')),
				catchOf('late', timer('Duration', 'PT1H')),
			),
			...chain('wait', 'late', 'end'),
		],
		modify(['got'], ['a']),
		runJobs,
	),
	playProcess('modify-all-or-nothing', 'nothing is changed when one of several cannot be', abc, modify(['c', 'nothing'], ['a']), runJobs),
];

export const modifyScopeCases: ContractCase[] = [...scopes, ...refused];
