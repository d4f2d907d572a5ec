import type { ContractCase } from '../../contract-case';
import { chain } from '../../model-builder';
import { complete, runJobs, start } from '../case-actions';
import { playProcess } from '../define-case';
import { adHoc88, aroundTools, tasks } from './ad-hoc-parts';

export const adHocBeginCases: ContractCase[] = adHoc88([
	playProcess(
		'ad-hoc-one',
		'an ad-hoc sub-process runs the one element that it is given, and ends with it',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a"]' }),
		start({ kept: 1 }),
		complete('a', { result: 1 }),
	),
	playProcess(
		'ad-hoc-several',
		'an ad-hoc sub-process runs all elements that it is given at once, and ends with the last',
		aroundTools(tasks('a', 'b', 'c'), { activeElements: '=["c", "a"]' }),
		complete('a', { a: 1 }),
		complete('c', { c: 1 }),
	),
	playProcess(
		'ad-hoc-twice',
		'an ad-hoc sub-process that is given an element twice',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a", "a"]' }),
		runJobs,
	),
	playProcess(
		'ad-hoc-empty',
		'an ad-hoc sub-process that is given no element waits',
		aroundTools(tasks('a', 'b'), { activeElements: '=[]' }),
		runJobs,
	),
	playProcess('ad-hoc-without-collection', 'an ad-hoc sub-process without a collection waits', aroundTools(tasks('a', 'b')), runJobs),
	playProcess(
		'ad-hoc-variable',
		'the elements of an ad-hoc sub-process come from a variable',
		aroundTools(tasks('a', 'b'), { activeElements: '=chosen' }),
		start({ chosen: ['b'] }),
		runJobs,
	),
	playProcess(
		'ad-hoc-from-input',
		'the elements of an ad-hoc sub-process may come from its inputs',
		aroundTools(tasks('a', 'b'), {
			activeElements: '=list',
			inputs: [{ source: '=[chosen]', target: 'list' }],
			outputs: [{ source: '=result', target: 'outcome' }],
		}),
		start({ chosen: 'b' }),
		complete('b', { result: 3 }),
	),
	playProcess(
		'ad-hoc-unknown',
		'an ad-hoc sub-process that is given an unknown element raises an incident',
		aroundTools(tasks('a', 'b'), { activeElements: '=chosen' }),
		start({ chosen: ['a', 'z'] }),
		{ resolveIncident: { elementId: 'tools', variables: { chosen: ['a'] } } },
		runJobs,
	),
	playProcess(
		'ad-hoc-unknown-twice',
		'an ad-hoc sub-process that is given several unknown elements raises one incident',
		aroundTools(tasks('a', 'b'), { activeElements: '=["x", "a", "y"]' }),
		{ resolveIncident: { elementId: 'tools' } },
	),
	playProcess(
		'ad-hoc-second-element',
		'an element that follows another cannot be begun from outside',
		aroundTools([...tasks('a', 'b'), ...chain('a', 'b')], { activeElements: '=["b"]' }),
		runJobs,
	),
	playProcess(
		'ad-hoc-no-list',
		'an ad-hoc sub-process that is given no list raises an incident',
		aroundTools(tasks('a', 'b'), { activeElements: '=chosen' }),
		start({ chosen: 'a' }),
		{ resolveIncident: { elementId: 'tools', variables: { chosen: ['a'] } } },
		runJobs,
	),
	playProcess(
		'ad-hoc-no-texts',
		'an ad-hoc sub-process that is given a list of numbers raises an incident',
		aroundTools(tasks('a', 'b'), { activeElements: '=[1]' }),
	),
	playProcess(
		'ad-hoc-null',
		'an ad-hoc sub-process whose elements are null raises an incident',
		aroundTools(tasks('a', 'b'), { activeElements: '=nothing' }),
	),
	playProcess(
		'ad-hoc-null-in-list',
		'an ad-hoc sub-process that is given a list with null raises an incident',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a", null]' }),
	),
]);
