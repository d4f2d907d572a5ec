import { UsageSum } from './run-usage';

test('adds costs up without the digits that adding makes up', () => {
	const sum = new UsageSum();
	for (const costUsd of [0.0000044, 0.0000336]) {
		const usage = { inputTokens: 1, outputTokens: 1, estimated: false };
		sum.add({ response: { text: '', finish: 'stop', model: 'openai:a', usage, costUsd }, attempts: [] });
	}
	expect(sum.summary(1).costUsd).toBe(0.000038);
});

test('counts the calls of models, not the answers that come without one', () => {
	const sum = new UsageSum();
	const usage = { inputTokens: 0, outputTokens: 0, estimated: false };
	const failed = { model: 'openai:a', ok: false, durationMs: 1 };
	sum.add({
		response: { text: 'From the handbook.', finish: 'stop', model: 'troupe:extractive', usage, costUsd: 0 },
		attempts: [failed, failed, failed, { model: 'troupe:extractive', ok: true, durationMs: 1 }],
	});
	expect(sum.summary(1)).toMatchObject({ modelCalls: 3, attempts: { length: 4 } });
	expect(sum.counted).toBe(3);
});
