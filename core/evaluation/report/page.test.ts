import type { EvaluationResult } from '../evaluation-result';
import { compareResults } from '../statistics/compare-results';
import { writePage } from './page';

const hostile = '<img src=x onerror=alert(1)>"&\'';

const result = (passed: boolean): EvaluationResult => ({
	set: hostile,
	variant: {},
	cases: [
		{
			case: hostile,
			message: hostile,
			reply: hostile,
			outcome: 'reply',
			passed,
			score: Number(passed),
			calls: [{ tool: 'read', arguments: { text: hostile }, outcome: 'ok' }],
			assertions: [{ assert: 'contains', passed, reason: hostile }],
			...(!passed && { error: { code: 'INTERNAL', message: hostile, fix: hostile } }),
		},
	],
});

test('shows answers side by side, without a part of them becoming a part of the page', () => {
	const [first, second] = [result(true), result(false)];
	const page = writePage(
		[
			{ name: 'approved', result: first },
			{ name: hostile, result: second },
		],
		compareResults(first, second),
	);
	expect(page).not.toMatch(/<img|onerror="|https?:/);
	expect(page.match(/<article>/g)).toHaveLength(2);
	expect(page).toContain("default-src 'none'");
	expect(page).toContain('No longer pass');
});
