import { contradicts } from './find-contradictions';
import { findUsual } from './find-outliers';

test.each<[string, string, boolean]>([
	['The plan of Acme is basic.', 'The plan of Acme is premium, not basic.', true],
	['Parental leave takes six months, 180 days.', 'Parental leave takes six months, 120 days.', true],
	['A devolução é aceita em até 30 dias após a compra.', 'A devolução é aceita em até 7 dias após a compra.', true],
	['Os clientes podem cancelar o pedido.', 'Os clientes não podem cancelar o pedido.', true],
	['The price of the plan is 10 euros.', 'The price of the plan is 10 euros.', false],
	['The price of the plan is 10 euros.', 'Vacation is 30 days a year.', false],
	['The office opens at 9.', 'The office in Porto closes at 18 and has no garage.', false],
	['Write to us.', 'Do not write to us.', false],
])('%s / %s', (text, other, expected) => {
	expect(contradicts(text, other)).toBe(expected);
	expect(contradicts(other, text)).toBe(expected);
});

const unit = (...parts: number[]) => {
	const length = Math.hypot(...parts);
	return Float32Array.from(parts, (part) => part / length);
};
/** Vectors around one direction, each a little off in another. */
const usual = Array.from({ length: 60 }, (_, index) => unit(1, 0.5 * Math.sin(index), 0.5 * Math.cos(index), 0));

test('a vector far from the middle of a collection is an outlier, and one that is nearer than any other too', () => {
	const isOutlier = findUsual(usual)!;
	expect(usual.filter(isOutlier)).toEqual([]);
	expect(isOutlier(unit(1, 0.4, 0.3, 0.1))).toBe(false);
	expect(isOutlier(unit(0, 0, 0, 1))).toBe(true);
	expect(isOutlier(unit(-1, 0, 0, 0))).toBe(true);
});

test('a small collection has no usual', () => {
	expect(findUsual(usual.slice(0, 49))).toBeUndefined();
});
