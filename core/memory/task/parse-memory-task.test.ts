import { parseMemoryTask } from './parse-memory-task';

test('one fact may stand without a list, or as its text, and defaults are filled in', async () => {
	expect(await parseMemoryTask({ operation: 'remember', person: 'ana', facts: 'Likes tea', conversation: null })).toEqual({
		operation: 'remember',
		person: 'ana',
		facts: [{ text: 'Likes tea' }],
		timeoutMs: 30_000,
	});
	const { facts } = (await parseMemoryTask({ operation: 'remember', person: 'a', facts: { text: 'x', key: null } })) as { facts: unknown };
	expect(facts).toEqual([{ text: 'x' }]);
	expect(await parseMemoryTask({ operation: 'recall', conversation: 'c' })).toMatchObject({ top: 10, turns: 10, timeoutMs: 30_000 });
	expect(await parseMemoryTask({ operation: 'recall', conversation: 7, agent: 8, workflow: 9 })).toMatchObject({
		agent: '8',
		workflow: '9',
	});
});

test('a preference that is null is to be removed, and the argument is left as it was', async () => {
	const given = { operation: 'preferences', person: 'ana', set: { language: null, tone: 'plain', ['__proto__']: 'x' } };
	const before = structuredClone(given);
	expect(await parseMemoryTask(given)).toMatchObject({ set: { language: null, tone: 'plain' } });
	expect(given).toEqual(before);
});

test.each<[string, unknown, RegExp]>([
	['input that is not an object', 'recall', /the document must be object/],
	['an unknown operation', { operation: 'find' }, /operation is not one of the supported names/],
	['to recall of nobody', { operation: 'recall', question: 'x' }, /person or conversation is missing/],
	['to recall of an agent without a conversation', { operation: 'recall', person: 'a', agent: 'clerk' }, /conversation is missing/],
	['to recall of a workflow without an agent', { operation: 'recall', conversation: 'c', workflow: 'hr' }, /agent is missing/],
	['a person who is named as the holder of a conversation', { operation: 'export', person: '\u001Femp-7' }, /person must match pattern/],
	['to forget nobody', { operation: 'forget' }, /person or conversation is missing/],
	['to forget somebody without a name', { operation: 'forget', person: '' }, /person must not be shorter|person must NOT have fewer/i],
	['to export everybody', { operation: 'export' }, /required property 'person'/],
	['to remember nothing', { operation: 'remember', person: 'a' }, /facts or turn is missing/],
	['facts of nobody', { operation: 'remember', facts: ['x'] }, /person is missing/],
	['a turn of no conversation', { operation: 'remember', turn: { message: 'a', reply: 'b' } }, /conversation is missing/],
	['a conversation without a turn', { operation: 'remember', person: 'a', facts: ['x'], conversation: 'c' }, /turn is missing/],
	['a fact with a name', { operation: 'remember', person: 'a', facts: [{ text: 'x', kind: 'fact', key: 'k' }] }, /facts\.0\.key/],
	['a fact of blanks', { operation: 'remember', person: 'a', facts: [' \n'] }, /facts\.0\.text/],
	['a fact that is a document', { operation: 'remember', person: 'a', facts: ['x'.repeat(2_001)] }, /facts\.0\.text/],
	['an importance of nobody', { operation: 'remember', person: 'a', facts: [{ text: 'x', importance: 2 }] }, /importance/],
	['a preference that is a number', { operation: 'preferences', person: 'a', set: { size: 3 } }, /set\.size/],
	['a misspelled field', { operation: 'recall', person: 'a', tpo: 1 }, /unknown field "tpo"/],
])('refuses %s', async (_, task, problem) => {
	await expect(parseMemoryTask(task)).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringMatching(problem) });
});

test('says nothing of what it was given', async () => {
	const task = { operation: 'remember', person: 'ana@example.com'.repeat(20), facts: ['secret'.repeat(500)] };
	const error = (await parseMemoryTask(task).catch((thrown: unknown) => thrown)) as Error;
	expect(JSON.stringify([error, error.message])).not.toMatch(/ana@|secret/);
});
