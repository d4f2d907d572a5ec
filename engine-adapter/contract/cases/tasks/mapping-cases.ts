import type { Variables } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { type Mapping, serviceTask, type TaskOptions } from '../../model-builder';
import { completeNext, runJobs, start } from '../case-actions';
import { playProcess } from '../define-case';
import { around } from '../shapes';

/** `source > target`, in order. */
const mappings = (...texts: string[]): Mapping[] =>
	texts.map((text) => {
		const [source, target] = text.split(' > ') as [string, string];
		return { source, target };
	});

const variables = { a: 1, object: { old: true, inner: { x: 1 } }, list: [1, 2], text: 'text', nothing: null };

const mapping = (id: string, title: string, options: TaskOptions, answered: Variables = {}): ContractCase =>
	playProcess(`mapping-${id}`, title, around(serviceTask('work', options)), start(variables), completeNext(answered), runJobs);
const input = (id: string, title: string, ...texts: string[]): ContractCase =>
	mapping(`input-${id}`, title, { inputs: mappings(...texts) });
const output = (id: string, title: string, ...texts: string[]): ContractCase =>
	mapping(`output-${id}`, title, { outputs: mappings(...texts) }, { brought: 2, part: { y: 2 } });

/** Cases of several mappings of one element. */
export const mappingCases: ContractCase[] = [
	input('twice', 'of two inputs with the same target the last counts', '=a > b', '=a + 1 > b', '=b > c'),
	input('twice-apart', 'a name that is mapped twice has the place of the first', '=a > b', '=b > c', '=a + 10 > b'),
	input('path-after-value', 'a path into what was mapped as a value takes its place', '=a > b', '=a > b.c'),
	input('value-after-path', 'a value takes the place of what was mapped by paths', '=a > b.c', '=a > b'),
	input('paths', 'paths build one context, whose later parts see the earlier', '=a > b.c', '=c + 1 > b.d', '=b.d > e'),
	input('into-existing', 'a path of an input does not see what is there', '=a > object.new', '=object.old > seen'),
	input('itself', 'an input of its own name sees the variable around', '=a + 1 > a', '=a + 1 > b'),
	input('sees-failure', 'an input that is null is seen as null by the next', '=missing > b', '=b = null > c'),
	input(
		'literal',
		'a source that is not an expression is a text (camunda/camunda#16043)',
		'5 > number',
		'true > flag',
		'some "text" > quoted',
	),
	input(
		'keeps-types',
		'an input sees dates and durations of those before it, not their texts',
		'=duration("PT1H") > hour',
		'=hour < duration("PT2H") > less',
		'=hour instance of days and time duration > same',
	),
	input(
		'functions',
		'a function is not a variable, and the inputs after it can call it',
		'=function(x) x + 1 > add',
		'=add(a) > b',
		'={add: function(x) x} > c',
		'=function(x) x > d.f',
		'=[function(x) x] > e',
	),
	input('comment', 'a comment at the end of a source takes in what follows', '=a // one > b', '=a > c'),
	input('escapes', 'a backslash in a text is one of FEEL', 'one\\ntwo > b'),
	input('escaped-end', 'a backslash at the end of a text takes in what follows', 'C:\\ > b', '=a > c'),
	input('reserved', 'an input whose target is a word of FEEL', '=a > null'),
	input('reserved-part', 'a part of a target may be a word of FEEL', '=a > null.if', '=a > for.of'),
	output('reserved', 'an output whose target is a word of FEEL (camunda/camunda#5253)', '=a > b', '=brought > null'),
	output('reserved-path', 'an output into what FEEL reads as a function', '=a > function.x'),
	output('functions', 'an output that is a function leaves the variable alone', '=function(x) x > a', '=brought > b'),
	input('empty', 'an input whose source is empty', ' > b', '=b = null > c', ' > d.e'),
	mapping('input-no-source', 'an input without a source', { inputs: [{ target: 'b' }, { source: '=b = null', target: 'c' }] }),
	output('twice', 'of two outputs with the same target the last counts', '=a > b', '=brought > b', '=b > c'),
	output('path-after-value', 'a path after a value of the same name joins what is there', '=a > object', '=brought > object.new'),
	output('value-after-path', 'a value after a path takes its place', '=brought > object.new', '=a > object'),
	output('into-object', 'a path joins the object that is there', '=brought > object.new', '=brought > object.inner.y'),
	output('into-text', 'a path into a text', '=brought > text.part'),
	output('into-number', 'a path into a number', '=brought > a.part'),
	output('into-list', 'a path into a list', '=brought > list.part'),
	output('into-null', 'a path into null', '=brought > nothing.part'),
	output('into-nothing', 'paths into what is not there', '=brought > new.one', '=a > new.two.three'),
	output('deep-into-text', 'a path through a text within an object', '=brought > object.old.part', '=a > object.missing.part'),
	output('sees-earlier', 'an output sees the outputs before it', '=brought > b', '=b + 1 > c.d', '=d + 1 > c.e', '=c.e > f'),
	output('object', 'an output of a whole object replaces it', '=part > object'),
	mapping(
		'inputs-and-outputs',
		'outputs see what the inputs made',
		{ inputs: mappings('=a > local', '=object > copy'), outputs: mappings('=local + brought > sum', '=brought > copy.part') },
		{ brought: 2, copy: { z: 1 } },
	),
];
