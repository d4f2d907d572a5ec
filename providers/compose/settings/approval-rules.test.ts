import { readApprovalRules } from './approval-rules';

test.each([
	[undefined, {}],
	['', {}],
	['irreversible=ask, results=ask, people=2', { irreversible: 'ask', results: 'ask', people: 2 }],
	['signed=reversible-elsewhere', { signed: 'reversible-elsewhere' }],
	['own=allow,silence=approve', { own: 'allow', silence: 'approve' }],
])('reads %j', (value, rules) => {
	expect(readApprovalRules({ TROUPE_APPROVALS: value })).toEqual(rules);
});

test.each([
	['irreversible', 'an invalid value in the rule'],
	['irreversible=deny', 'an invalid value in the rule'],
	['people=0', 'an invalid value in the rule'],
	['people=6', 'an invalid value in the rule'],
	['people=two', 'an invalid value in the rule'],
	['own=refuse;people=2', 'an invalid value in the rule'],
	['four-eyes=yes', 'the unknown rule'],
	['constructor=x', 'the unknown rule'],
])('refuses %j, and lists the rules', (value, problem) => {
	expect(() => readApprovalRules({ TROUPE_APPROVALS: value })).toThrow(
		expect.objectContaining({
			code: 'INPUT_INVALID',
			message: `TROUPE_APPROVALS has ${problem} ${JSON.stringify(value)}.`,
			fix: expect.stringContaining('people=1 to people=5') as string,
		}),
	);
});
