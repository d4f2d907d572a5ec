import { readAiParameters } from './ai-parameters';
import { loadFeel } from './feel';
import { slowTest } from '../test/support/slow-tests';

test('reads what an agent is told of a parameter, whatever was evaluated before', async () => {
	const expected = [{ name: 'toolCall.query', description: 'What to search for.', type: 'string', schema: { maxLength: 80 } }];
	const source = '=fromAi(toolCall.query, "What to search for.", "string", {"maxLength": 80})';
	expect(await readAiParameters(source)).toEqual(expected);
	(await loadFeel()).evaluate('1 + 1', { lookUp: () => undefined, now: () => 0 });
	expect(await readAiParameters(source)).toEqual(expected);
});

slowTest('leaves out what cannot be evaluated', async () => {
	const source = '=fromAi(toolCall.query, string join(for i in 1..100000000 return "a"), "string")';
	expect(await readAiParameters(source)).toEqual([{ name: 'toolCall.query', type: 'string' }]);
});

test('leaves out what is not constant', async () => {
	expect(await readAiParameters('=fromAi(value: toolCall.query, description: hint)')).toEqual([{ name: 'toolCall.query' }]);
});
