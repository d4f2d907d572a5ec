import type { ContractCase } from '../../contract-case';
import { chain } from '../../model-builder';
import { adHoc88, around, complete, start, tasks } from './ad-hoc-parts';

export const adHocBeginCases: ContractCase[] = adHoc88([
	{
		id: 'ad-hoc-one',
		title: 'an ad-hoc sub-process runs the one element that it is given, and ends with it',
		resources: around('ad-hoc-one', tasks('a', 'b'), { activeElements: '=["a"]' }),
		script: [start('ad-hoc-one', { kept: 1 }), complete('a', { result: 1 })],
	},
	{
		id: 'ad-hoc-several',
		title: 'an ad-hoc sub-process runs all elements that it is given at once, and ends with the last',
		resources: around('ad-hoc-several', tasks('a', 'b', 'c'), { activeElements: '=["c", "a"]' }),
		script: [start('ad-hoc-several'), complete('a', { a: 1 }), complete('c', { c: 1 })],
	},
	{
		id: 'ad-hoc-twice',
		title: 'an ad-hoc sub-process that is given an element twice',
		resources: around('ad-hoc-twice', tasks('a', 'b'), { activeElements: '=["a", "a"]' }),
		script: [start('ad-hoc-twice'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-empty',
		title: 'an ad-hoc sub-process that is given no element waits',
		resources: around('ad-hoc-empty', tasks('a', 'b'), { activeElements: '=[]' }),
		script: [start('ad-hoc-empty'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-without-collection',
		title: 'an ad-hoc sub-process without a collection waits',
		resources: around('ad-hoc-without-collection', tasks('a', 'b')),
		script: [start('ad-hoc-without-collection'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-variable',
		title: 'the elements of an ad-hoc sub-process come from a variable',
		resources: around('ad-hoc-variable', tasks('a', 'b'), { activeElements: '=chosen' }),
		script: [start('ad-hoc-variable', { chosen: ['b'] }), { runJobs: true }],
	},
	{
		id: 'ad-hoc-from-input',
		title: 'the elements of an ad-hoc sub-process may come from its inputs',
		resources: around('ad-hoc-from-input', tasks('a', 'b'), {
			activeElements: '=list',
			inputs: [{ source: '=[chosen]', target: 'list' }],
			outputs: [{ source: '=result', target: 'outcome' }],
		}),
		script: [start('ad-hoc-from-input', { chosen: 'b' }), complete('b', { result: 3 })],
	},
	{
		id: 'ad-hoc-unknown',
		title: 'an ad-hoc sub-process that is given an unknown element raises an incident',
		resources: around('ad-hoc-unknown', tasks('a', 'b'), { activeElements: '=chosen' }),
		script: [
			start('ad-hoc-unknown', { chosen: ['a', 'z'] }),
			{ resolveIncident: { elementId: 'tools', variables: { chosen: ['a'] } } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-unknown-twice',
		title: 'an ad-hoc sub-process that is given several unknown elements raises one incident',
		resources: around('ad-hoc-unknown-twice', tasks('a', 'b'), { activeElements: '=["x", "a", "y"]' }),
		script: [start('ad-hoc-unknown-twice'), { resolveIncident: { elementId: 'tools' } }],
	},
	{
		id: 'ad-hoc-second-element',
		title: 'an element that follows another cannot be begun from outside',
		resources: around('ad-hoc-second-element', [...tasks('a', 'b'), ...chain('a', 'b')], { activeElements: '=["b"]' }),
		script: [start('ad-hoc-second-element'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-no-list',
		title: 'an ad-hoc sub-process that is given no list raises an incident',
		resources: around('ad-hoc-no-list', tasks('a', 'b'), { activeElements: '=chosen' }),
		script: [
			start('ad-hoc-no-list', { chosen: 'a' }),
			{ resolveIncident: { elementId: 'tools', variables: { chosen: ['a'] } } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-no-texts',
		title: 'an ad-hoc sub-process that is given a list of numbers raises an incident',
		resources: around('ad-hoc-no-texts', tasks('a', 'b'), { activeElements: '=[1]' }),
		script: [start('ad-hoc-no-texts')],
	},
	{
		id: 'ad-hoc-null',
		title: 'an ad-hoc sub-process whose elements are null raises an incident',
		resources: around('ad-hoc-null', tasks('a', 'b'), { activeElements: '=nothing' }),
		script: [start('ad-hoc-null')],
	},
	{
		id: 'ad-hoc-null-in-list',
		title: 'an ad-hoc sub-process that is given a list with null raises an incident',
		resources: around('ad-hoc-null-in-list', tasks('a', 'b'), { activeElements: '=["a", null]' }),
		script: [start('ad-hoc-null-in-list')],
	},
]);
