import type { ApprovalRules } from '../../../core/agents/approvals/approval-rules';
import { hashApproval } from '../../../core/agents/approvals/approval-view';
import { toPending } from '../../../core/agents/approvals/pending-decision';
import { testTerminal } from '../../../test/support/test-terminal';
import { completeDecisions, pendingLines, readDecisions, resumeCommand } from './decision-options';

const recorded = {
	...{ id: 'p', kind: 'approval' as const, tool: 'pay', approver: 'desk' },
	arguments: { to: '\u202eana', note: `${'x'.repeat(200)} and 99999` },
	message: 'Pay {{to}}?',
};
const pending = [toPending(recorded, recorded, 'en')];
const lines = ['tool: pay', '- to: "<U+202E>ana"', `- note: "${'x'.repeat(200)} and 99999"`];

test('the terminal asks about a call with all of its arguments', async () => {
	const asked: string[] = [];
	const ask = async (question: string) => (asked.push(question), 'y');
	expect(await completeDecisions([], pending, { ...testTerminal(), ask })).toMatchObject([
		{ id: 'p', kind: 'approval', approved: true, viewSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
	]);
	expect(asked).toEqual([['Pay <U+202E>ana?', ...lines, '[y/N, or the reason to decline] '].join('\n')]);
});

test('a list of what waits has all arguments of a call', () =>
	expect(pendingLines(pending)).toEqual([
		['  p [desk]: Pay <U+202E>ana?', ...lines.map((line) => `    ${line}`), `    view ${hashApproval(recorded).slice(0, 12)}`].join('\n'),
	]));

test('an option approves a call by the view that was read, whole or by its beginning', () => {
	const view = hashApproval(recorded);
	for (const shown of [view, view.slice(0, 12)])
		expect(readDecisions({ approve: [`p=${shown}`] }, pending)).toEqual([{ id: 'p', kind: 'approval', approved: true, viewSha256: view }]);
	expect(readDecisions({ approve: ['p=0123456789ab'] }, pending)).toMatchObject([{ viewSha256: '0123456789ab' }]);
	for (const approve of ['p', 'p=', `p=${view.slice(0, 11)}`, `=${view}`])
		expect(() => readDecisions({ approve: [approve] }, pending)).toThrow('--approve must be ID=VIEW');
});

test('a call that is approved and declined at once, or twice, is refused', () => {
	const approve = [`p=${hashApproval(recorded)}`];
	for (const options of [{ approve, decline: ['p'] }, { approve: [...approve, ...approve] }])
		expect(() => readDecisions(options, pending)).toThrow('"p" is decided twice');
});

test('the command that decides names the keys where the operator demands a signature', () => {
	const command = (rules?: ApprovalRules) => resumeCommand('r', pending, rules);
	expect(command()).toBe('troupe run resume r --approve ID=VIEW | --decline ID | --answer ID=TEXT');
	expect(command({ signed: 'reversible' })).toMatch(
		/ --approve ID=VIEW --keys FOLDER \| .* \(signed=reversible in TROUPE_APPROVALS demands your key\)$/,
	);
});
