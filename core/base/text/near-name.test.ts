import { findNearName } from './near-name';

test.each([
	['amuont', 'amount'],
	['amoun', 'amount'],
	['refund-clark', 'refund-clerk'],
	['totlaAmonut', 'totalAmount'],
])('finds that %s is %s', (name, meant) => {
	expect(findNearName(name, ['other', meant, 'customer'])).toBe(meant);
});

test.each(['abc', 'mount', 'total', 'customerName'])('leaves %s alone', (name) => {
	expect(findNearName(name, ['abd', 'amounts', 'amountTotal', 'customer'])).toBeUndefined();
});
