import type { ModelCall } from '../../shared/model-call';
import { CallPieces, type CallPiece } from './call-pieces';

const call: ModelCall = { id: 'openai:m', provider: 'OpenAI', settings: { apiKey: '' }, keyVariable: 'OPENAI_API_KEY' };

function piece(index: number | undefined, id: string | null | undefined, name: string | null | undefined, text?: unknown): CallPiece {
	return {
		...(index !== undefined && { index }),
		...(id !== undefined && { id }),
		function: { ...(name !== undefined && { name }), arguments: text },
	};
}

function read(...pieces: CallPiece[]): string[] {
	const calls = new CallPieces();
	for (const one of pieces) calls.addPiece(one);
	return calls.read(call).map(({ id, name, arguments: text }) => `${id}:${name}${text}`);
}

const order5 = 'p:order{"id":"5"}';

it.each<[string, CallPiece[], string[]]>([
	['null before the arguments', [piece(0, 'p', 'order', null), piece(0, undefined, undefined, '{"id":"5"}')], [order5]],
	['null after the arguments', [piece(0, 'p', 'order', '{"id":"5"}'), piece(0, undefined, undefined, null)], [order5]],
	[
		'no arguments in the first piece (run-llama/LlamaIndexTS#2234)',
		[piece(0, 'p', 'order'), piece(0, undefined, undefined, '{"id":"5"}')],
		[order5],
	],
	[
		'no function in a piece (endolith/open-interpreter#254)',
		[piece(0, 'p', 'order', '{"id":"5"}'), { index: 0, function: null }],
		[order5],
	],
	['null alone', [piece(0, 'p', 'close_day', null)], ['p:close_day']],
	['null inside of the arguments', [piece(0, 'p', 'f', '{"a":'), piece(0, '', '', 'null'), piece(0, null, null, '}')], ['p:f{"a":null}']],
	['an object for its text', [piece(0, 'p', 'order', { id: '5' })], [order5]],
	['an empty object before the arguments', [piece(0, 'p', 'order', '{}'), piece(0, undefined, undefined, '{"id":"5"}')], [order5]],
	[
		'no index (openai/openai-python#2806)',
		[piece(undefined, 'p', 'order', '{"id":'), piece(undefined, undefined, undefined, '"5"}')],
		[order5],
	],
	['no index, the id each time', [piece(undefined, 'p', 'order', '{"id":'), piece(undefined, 'p', undefined, '"5"}')], [order5]],
	['no index, the name each time', [piece(undefined, 'p', 'order', '{"id":'), piece(undefined, undefined, 'order', '"5"}')], [order5]],
	['no index, id and name each time', [piece(undefined, 'p', 'order', ''), piece(undefined, 'p', 'order', '{"id":"5"}')], [order5]],
	['neither index nor id', [piece(undefined, '', 'order', '{"id":'), piece(undefined, '', '', '"5"}')], [':order{"id":"5"}']],
	['an index in the first piece only', [piece(0, 'p', 'order', '{"id":'), piece(undefined, undefined, undefined, '"5"}')], [order5]],
	['an index in later pieces only', [piece(undefined, 'p', 'order', '{"id":'), piece(0, undefined, undefined, '"5"}')], [order5]],
	['an index that grows with each piece', [piece(0, 'p', 'order', '{"id":'), piece(1, 'p', undefined, '"5"}')], [order5]],
	['another id with each piece', [piece(0, 'p', 'order', '{"id":'), piece(0, 'q', undefined, '"5"}')], [order5]],
	['another id and the name with each piece', [piece(0, 'p', 'order', '{"id":'), piece(0, 'q', 'order', '"5"}')], [order5]],
	[
		'another id and the name with each piece, also of an object within',
		[piece(0, 'p', 'f', '{"a":'), piece(0, 'q', 'f', '{"b":'), piece(0, 'r', 'f', '1}'), piece(0, 's', 'f', ''), piece(0, 't', 'f', '}')],
		['p:f{"a":{"b":1}}'],
	],
	['the whole call again at the end', [piece(0, 'p', 'order', '{"id":"5"}'), piece(0, 'p', 'order', '{"id":"5"}')], [order5]],
	['all that was written so far each time', [piece(0, 'p', 'order', '{"i'), piece(0, 'p', 'order', '{"id":"5"}')], [order5]],
	['the name again after the arguments', [piece(0, 'p', 'order', '{"id":"5"}'), piece(0, undefined, 'order', '')], [order5]],
	['the id after the name', [piece(0, undefined, 'order', '{"id":'), piece(0, 'p', undefined, '"5"}')], [order5]],
	['the name after the id', [piece(0, 'p', '', ''), piece(0, undefined, 'order', '{"id":"5"}')], [order5]],
])('puts one call together that has %s', (_what, pieces, calls) => {
	expect(read(...pieces)).toEqual(calls);
});

it.each<[string, CallPiece[], string[]]>([
	[
		'before the arguments (continuedev/continue#5849)',
		[piece(0, 'p', 'edit_ex'), piece(0, undefined, 'isting_file'), piece(0, undefined, undefined, '{"id":"5"}')],
		['p:edit_existing_file{"id":"5"}'],
	],
	[
		'with the arguments (ankit373/hydra#958)',
		[piece(0, 'p', 'edit_'), piece(0, 'p', 'existing_', ''), piece(0, 'p', 'file', '{"id":"5"}')],
		['p:edit_existing_file{"id":"5"}'],
	],
	['that begins like another tool', [piece(0, 'p', 'edit'), piece(0, undefined, '_existing_file', '{}')], ['p:edit_existing_file{}']],
	['again each time', [piece(0, 'p', 'edit'), piece(0, 'p', 'edit', '{"id":'), piece(0, 'p', 'edit', '5}')], ['p:edit{"id":5}']],
	['of one tool after another', [piece(0, 'p', 'edit'), piece(0, 'q', 'undo', '{}')], ['p:edit', 'q:undo{}']],
	['of no tool', [piece(0, 'p', 'edit'), piece(0, 'q', 'redo', '{}')], ['p:edit', 'q:redo{}']],
])('reads a name in pieces %s', (_where, pieces, expected) => {
	const calls = new CallPieces(['edit', 'edit_existing_file', 'undo']);
	for (const one of pieces) calls.addPiece(one);
	expect(calls.read(call).map(({ id, name, arguments: text }) => `${id}:${name}${text}`)).toEqual(expected);
});

const one = '{"n":1}';
const two = '{"n":2}';

it.each<[string, CallPiece[], string[]]>([
	['under one index (su-kaka/gcli2api#406)', [piece(0, 'a', 'f', one), piece(0, 'b', 'f', two)], [`a:f${one}`, `b:f${two}`]],
	[
		'under one index, in pieces',
		[piece(0, 'a', 'f', '{"n"'), piece(0, 'a', '', ':1}'), piece(0, 'b', 'f', '{"n"'), piece(0, '', '', ':2}')],
		[`a:f${one}`, `b:f${two}`],
	],
	['under one index, without ids', [piece(0, '', 'f', one), piece(0, '', 'f', two), piece(0, '', 'g', '')], [`:f${one}`, `:f${two}`, ':g']],
	['without an index', [piece(undefined, 'a', 'f', one), piece(undefined, 'b', 'f', two)], [`a:f${one}`, `b:f${two}`]],
	['without index and id', [piece(undefined, '', 'f', one), piece(undefined, '', 'f', two)], [`:f${one}`, `:f${two}`]],
	['under one id (mozilla-ai/any-llm#1148)', [piece(0, 'a', 'f', one), piece(0, 'a', 'f', two)], [`a:f${one}`, `a:f${two}`]],
	['under one id, with indexes', [piece(0, 'a', 'f', one), piece(1, 'a', 'g', two)], [`a:f${one}`, `a:g${two}`]],
	[
		'in turns',
		[piece(0, 'a', 'f', '{"n"'), piece(1, 'b', 'f', '{"n"'), piece(0, '', '', ':1}'), piece(1, '', '', ':2}')],
		[`a:f${one}`, `b:f${two}`],
	],
	[
		'in turns, by their ids',
		[piece(0, 'a', 'f', '{"n"'), piece(0, 'b', 'g', '{"n"'), piece(0, 'a', '', ':1}'), piece(0, 'b', '', ':2}')],
		[`a:f${one}`, `b:g${two}`],
	],
	[
		'in turns, by their ids alone, with equal names',
		[
			piece(undefined, 'a', 'f', '{"n"'),
			piece(undefined, 'b', 'f', '{"n"'),
			piece(undefined, 'a', '', ':1}'),
			piece(undefined, 'b', '', ':2}'),
		],
		[`a:f${one}`, `b:f${two}`],
	],
	[
		'in turns, by their ids under one index, with equal names each time',
		[piece(0, 'a', 'f', '{"n"'), piece(0, 'b', 'f', '{'), piece(0, 'a', 'f', ':1}'), piece(0, 'b', 'f', '"n":2}')],
		[`a:f${one}`, `b:f${two}`],
	],
	[
		'together, one with null (odysseus-dev/odysseus#2922)',
		[piece(0, 'a', 'f', null), piece(1, 'b', 'f', two), piece(0, '', '', one)],
		[`a:f${one}`, `b:f${two}`],
	],
	['without arguments', [piece(0, 'a', 'f', null), piece(1, 'b', 'f', null)], ['a:f', 'b:f']],
])('keeps calls apart that come %s', (_what, pieces, calls) => {
	expect(read(...pieces)).toEqual(calls);
});

it('keeps calls of a whole message apart, even if they are the same', () => {
	const calls = new CallPieces();
	calls.addWhole(piece(undefined, 'a', 'f', one));
	calls.addWhole(piece(undefined, 'a', 'f', one));
	expect(calls.read(call)).toHaveLength(2);
});

it('refuses a call without a name', () => {
	expect(() => read(piece(0, 'a', null, '{}'))).toThrow(expect.objectContaining({ code: 'MODEL_MALFORMED_RESPONSE' }));
});

it('reads a hundred thousand pieces at once', () => {
	const pieces = Array.from({ length: 100_000 }, () => piece(0, undefined, 'f', '{"a":1},'));
	expect(read(piece(0, 'a', 'f', '['), ...pieces)[0]).toHaveLength(800_004);
});
