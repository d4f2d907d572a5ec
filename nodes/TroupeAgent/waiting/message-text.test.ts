import type { PendingDecision } from '../../../core/agents/agent-outcome';
import { toPending } from '../../../core/agents/approvals/pending-decision';
import { messageText } from './message-text';

const pending = (input: object): PendingDecision => {
	const recorded = { id: 'p', kind: 'approval' as const, tool: 'pay', arguments: input };
	return toPending(recorded, recorded, 'en');
};

test('a message shows all of a call', () => {
	expect(messageText(pending({ to: 'ana', lines: [1] }))).toBe('May the agent call pay?\n- to: "ana"\n- lines: [1]');
});

test.each([
	['longer than chats show', 'x'.repeat(4_000)],
	['a link of Slack, which shows another text', '<https://evil.example|ana>'],
	['a link of Markdown', '[ana](https://evil.example)'],
	['a character that nobody sees', 'ana\u200b'],
])('a message shows nothing of a call that is %s, and leads to the form', (_, to) => {
	expect(messageText(pending({ to }))).toBe(
		'May the agent call pay?\nThe arguments of the call are not shown here. Read them in the form before you decide.',
	);
});
