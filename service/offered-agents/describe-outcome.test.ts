import { toPending } from '../../core/agents/approvals/pending-decision';
import { toDecisionForm } from './describe-outcome';

const values = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`a${index}`, 'x'.repeat(3_000)]));
const record = { id: 'p', kind: 'approval' as const, tool: 'pay', arguments: values };
const before = process.env.TROUPE_PUBLIC_URL;
afterEach(() => {
	if (before === undefined) delete process.env.TROUPE_PUBLIC_URL;
	else process.env.TROUPE_PUBLIC_URL = before;
});

test.each([
	[undefined, '`troupe run show mcp-1` shows it.'],
	['https://agents.example.com', 'https://agents.example.com/console/inbox/approval/mcp-1.'],
])('a call that is too long for a form is shown by where it is whole, and no part of it: %s', (url, place) => {
	if (url !== undefined) process.env.TROUPE_PUBLIC_URL = url;
	else delete process.env.TROUPE_PUBLIC_URL;
	const { message } = toDecisionForm(toPending(record, record, 'en'), 'mcp-1');
	expect(message).toContain(place);
	expect(message).not.toContain('xxx');
	expect(message.length).toBeLessThan(400);
});
