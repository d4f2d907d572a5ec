import { UsageSum } from './run-usage';

test('adds costs up without the digits that adding makes up', () => {
	const sum = new UsageSum();
	for (const costUsd of [0.0000044, 0.0000336]) {
		const usage = { inputTokens: 1, outputTokens: 1, estimated: false };
		sum.add({ response: { text: '', finish: 'stop', model: 'openai:a', usage, costUsd }, attempts: [] });
	}
	expect(sum.summary(1).costUsd).toBe(0.000038);
});
