import { readApprovalRules } from './approval-rules';

test.each([
	[undefined, {}],
	['', {}],
	['irreversible=ask, results=ask, people=2', { irreversible: 'ask', results: 'ask', people: 2 }],
	['own=allow,silence=approve', { own: 'allow', silence: 'approve' }],
])('reads %j', (value, rules) => {
	expect(readApprovalRules({ TROUPE_APPROVALS: value })).toEqual(rules);
});

test.each([
	'irreversible',
	'irreversible=deny',
	'people=0',
	'people=6',
	'people=two',
	'four-eyes=yes',
	'constructor=x',
	'own=refuse;people=2',
])('refuses %j, and lists the rules', (value) => {
	expect(() => readApprovalRules({ TROUPE_APPROVALS: value })).toThrow(
		expect.objectContaining({ code: 'INPUT_INVALID', fix: expect.stringContaining('people=1 to people=5') as string }),
	);
});
