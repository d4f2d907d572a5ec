import type { CallPattern } from '../ports/usage';
import { advise } from './advise';

const pattern = (changes: Partial<CallPattern>): CallPattern => ({
	...{ agent: 'a', provider: 'anthropic', model: 'claude-haiku-4-5', kind: 'chat', isConversation: true, calls: 1000 },
	...{ inputTokens: 2e6, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 1e5, repeatedTokens: 0, writtenTokens: 0 },
	...changes,
});
const kinds = async (changes: Partial<CallPattern>) => (await advise([pattern(changes)])).map(({ kind }) => kind);

test('caching would have saved what was sent again, less what the cache costs', async () => {
	const advice = await advise([pattern({ repeatedTokens: 1e6, writtenTokens: 1e6 })]);
	// 0.9 USD saved on reads, 0.25 USD paid for writes; the calls cost 2 USD for input and 0.5 USD for output.
	expect(advice.find(({ kind }) => kind === 'caching')).toEqual({
		...{ kind: 'caching', agent: 'a', model: 'anthropic:claude-haiku-4-5', calls: 1000 },
		...{ costUsd: expect.closeTo(2.5, 6), savedUsd: expect.closeTo(0.65, 6) },
	});
	expect(await kinds({ repeatedTokens: 1e6, writtenTokens: 4e6 })).not.toContain('caching');
});

test('a batch is advised only where nobody waits', async () => {
	const [apart] = (await advise([pattern({ isConversation: false })])).filter(({ kind }) => kind === 'batching');
	expect(apart).toMatchObject({ savedUsd: expect.closeTo(1.25, 6) });
	expect(await kinds({})).not.toContain('batching');
});

test('a cheaper model is of the same vendor and can do the same', async () => {
	const [cheaper] = (await advise([pattern({ model: 'claude-fable-5' })])).filter(({ kind }) => kind === 'cheaper-model');
	expect(cheaper!.instead).toMatch(/^anthropic:claude-/);
	expect(cheaper!.savedUsd).toBeGreaterThan(0);
	expect(cheaper!.savedUsd).toBeLessThan(cheaper!.costUsd);
});

test('models without a price, local ones and small sums get no advice', async () => {
	expect(await kinds({ provider: 'own', model: 'llm' })).toEqual([]);
	expect(await kinds({ provider: 'ollama', model: 'llama3' })).toEqual([]);
	expect(await kinds({ calls: 1, inputTokens: 100, outputTokens: 10 })).toEqual([]);
});
