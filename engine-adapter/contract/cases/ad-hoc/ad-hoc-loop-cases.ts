import type { ContractCase } from '../../contract-case';
import { adHocSubProcess, chain, endEvent, forEach, serviceTask, startEvent } from '../../model-builder';
import { complete, runJobs, start } from '../case-actions';
import { playProcess } from '../define-case';
import { activate, adHoc88, aroundTools, tasks } from './ad-hoc-parts';

export const adHocLoopCases: ContractCase[] = adHoc88([
	playProcess(
		'ad-hoc-multi',
		'an ad-hoc sub-process once for each item',
		[
			startEvent(),
			forEach(adHocSubProcess('tools', tasks('a', 'b'), { activeElements: '=[item]' }), {
				inputCollection: '=items',
				inputElement: 'item',
				outputCollection: 'results',
				outputElement: '=result',
			}),
			endEvent(),
			...chain('start', 'tools', 'end'),
		],
		start({ items: ['a', 'b'] }),
		complete('a', { result: 1 }),
		complete('b', { result: 2 }),
	),
	playProcess(
		'ad-hoc-multi-sequential',
		'an ad-hoc sub-process for one item after the other, begun by command',
		[
			startEvent(),
			forEach(adHocSubProcess('tools', tasks('a', 'b')), { sequential: true, inputCollection: '=items', inputElement: 'item' }),
			endEvent(),
			...chain('start', 'tools', 'end'),
		],
		start({ items: [1, 2] }),
		activate('a'),
		complete('a'),
		activate('b'),
		complete('b'),
	),
	playProcess(
		'ad-hoc-multi-inside',
		'an element of an ad-hoc sub-process is multi-instance',
		aroundTools(
			[
				forEach(serviceTask('a'), {
					inputCollection: '=items',
					inputElement: 'item',
					outputCollection: 'results',
					outputElement: '=result',
				}),
			],
			{ activeElements: '=["a"]' },
		),
		start({ items: [1, 2] }),
		runJobs,
	),
]);
