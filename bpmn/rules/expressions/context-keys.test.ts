import { keysOfContext } from './context-keys';

test.each([
	['={}', []],
	['={limits: {}}', ['limits']],
	['= { "id": "a: {b", version: "1" , limits : { tokens: max(1, 2) } }', ['id', 'version', 'limits']],
	['={model: {limits: 1}, prompt: "limits: {}", tools: [{limits: 2}]}', ['model', 'prompt', 'tools']],
	['={a: "say \\"hi\\", b: 1", c: if x then 1 else 2}', ['a', 'c']],
])('%s sets %j', (expression, keys) => expect(keysOfContext(expression)).toEqual(keys));

test.each(['=definition', '', '="text"', '=context put({}, "a", 1)', '={a: 1}.a'])('%s is not a context literal', (expression) =>
	expect(keysOfContext(expression)).toBeUndefined(),
);
