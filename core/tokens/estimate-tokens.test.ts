import { estimateMessages, estimateTokens, estimateUsage } from './estimate-tokens';

describe('estimated tokens', () => {
	it('are a quarter of Latin characters', () => {
		expect(estimateTokens('')).toBe(0);
		expect(estimateTokens('O prazo de devolução é de 30 dias.')).toBe(9);
	});

	it('are one for each character of other scripts', () => {
		expect(estimateTokens('退货期限')).toBe(4);
	});

	it('count what a conversation adds around its messages', () => {
		const messages = [{ role: 'user' as const, content: 'Hello there!' }];
		expect(estimateMessages(messages)).toBe(7);
		expect(estimateUsage(messages, 'Hi')).toEqual({ inputTokens: 7, outputTokens: 1, estimated: true });
	});
});
