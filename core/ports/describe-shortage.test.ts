import { describeShortage, type Shortage } from './describe-shortage';

const daily: Shortage = {
	name: 'daily',
	per: 'day',
	field: 'costUsd',
	cap: 3,
	spent: 3,
	reserved: 0,
	wanted: 0.2,
	resetsAt: '2026-11-21T00:00:00.000Z',
};

test('says of a budget that is used up what was spent, and when it resets', () => {
	expect(describeShortage(daily)).toBe(
		'The budget "daily" (3 USD per day) is used up: 3 USD spent. The model was not asked. It resets at 2026-11-21T00:00:00.000Z.',
	);
});

test('says what is left where a call needs more', () => {
	expect(describeShortage({ ...daily, spent: 2.8, reserved: 0.1 })).toMatch(
		/^The budget "daily" \(3 USD per day\) has only 0\.1 USD left, and this call can cost up to 0\.2 USD: 2\.8 USD spent, 0\.1 USD reserved for calls in progress\./,
	);
});

test('says that a call is above the cap by itself', () => {
	const small: Shortage = { ...daily, per: 'total', field: 'tokens', cap: 100, spent: 0, wanted: 500, resetsAt: null };
	expect(describeShortage(small)).toBe(
		'The budget "daily" (100 tokens in total) is too small for this call, which can use up to 500 tokens: 0 tokens used. The model was not asked.',
	);
});

test('counts one call as one', () => {
	const calls: Shortage = { ...daily, per: 'execution', field: 'calls', cap: 1, spent: 1, wanted: 1, resetsAt: null };
	expect(describeShortage(calls)).toBe('The budget "daily" (1 call per execution) is used up: 1 call made. The model was not asked.');
});
