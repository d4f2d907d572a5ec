import { FeelFailure } from '../scope';
import { compare, RangeValue, getType } from '../values';
import { define, type BuiltIn, type BuiltIns } from './built-in';

interface End {
	value: unknown;
	closed: boolean;
}

interface Span {
	start: End;
	end: End;
}

const toSpan = ({ start, startClosed, end, endClosed }: RangeValue): Span => ({
	start: { value: start, closed: startClosed },
	end: { value: end, closed: endClosed },
});

const order = (a: End, b: End): number => compare(a.value, b.value)!;
const pointIn = (point: End, { start, end }: Span): boolean =>
	(order(start, point) < 0 && order(end, point) > 0) ||
	(order(start, point) === 0 && start.closed) ||
	(order(end, point) === 0 && end.closed);
/** The second reaches at least as far down, or up, as the first. */
const startsWithin = (inner: Span, outer: Span): boolean => {
	const place = order(outer.start, inner.start);
	return place < 0 || (place === 0 && (outer.start.closed || !inner.start.closed));
};
const endsWithin = (inner: Span, outer: Span): boolean => {
	const place = order(outer.end, inner.end);
	return place > 0 || (place === 0 && (outer.end.closed || !inner.end.closed));
};
const sameStart = (a: Span, b: Span): boolean => order(a.start, b.start) === 0 && a.start.closed === b.start.closed;
const sameEnd = (a: Span, b: Span): boolean => order(a.end, b.end) === 0 && a.end.closed === b.end.closed;
const isBefore = (a: End, b: End): boolean => order(a, b) < 0 || (order(a, b) === 0 && (!a.closed || !b.closed));
const meets = (a: Span, b: Span): boolean => a.end.closed && b.start.closed && order(a.end, b.start) === 0;
const touchesBelow = (a: End, b: End): boolean => order(a, b) > 0 || (order(a, b) === 0 && a.closed && b.closed);
const overlap = (a: Span, b: Span): boolean => touchesBelow(a.end, b.start) && touchesBelow(b.end, a.start);
const overlapsBefore = (a: Span, b: Span): boolean => {
	const starts = order(a.start, b.start);
	const ends = order(a.end, b.end);
	const startsFirst = starts < 0 || (starts === 0 && a.start.closed && !b.start.closed);
	return startsFirst && touchesBelow(a.end, b.start) && (ends < 0 || (ends === 0 && (!a.end.closed || b.end.closed)));
};

/** Meaning of a function for two points, a point and a range, and so on. */
interface Meaning {
	points?: (a: End, b: End) => boolean;
	pointRange?: (a: End, b: Span) => boolean;
	rangePoint?: (a: Span, b: End) => boolean;
	ranges?: (a: Span, b: Span) => boolean;
}

const names: Record<keyof Meaning, string[]> = {
	points: ['point1', 'point2'],
	pointRange: ['point', 'range'],
	rangePoint: ['range', 'point'],
	ranges: ['range1', 'range2'],
};

const pointTypes = new Set([
	'number',
	'date',
	'time',
	'local time',
	'date and time',
	'local date and time',
	'years and months duration',
	'days and time duration',
]);
const toPoint = (value: unknown): unknown => (value instanceof RangeValue ? value.start : value);
const point = (value: unknown): End => ({ value, closed: true });

/** @throws FeelFailure for what it says nothing of, as feel-scala fails */
function say({ points, pointRange, rangePoint, ranges }: Meaning, a: unknown, b: unknown): boolean {
	if (a instanceof RangeValue && b instanceof RangeValue && ranges) return ranges(toSpan(a), toSpan(b));
	if (a instanceof RangeValue && !(b instanceof RangeValue) && rangePoint) return rangePoint(toSpan(a), point(b));
	if (!(a instanceof RangeValue) && b instanceof RangeValue && pointRange) return pointRange(point(a), toSpan(b));
	if (!(a instanceof RangeValue) && !(b instanceof RangeValue) && points) return points(point(a), point(b));
	throw new FeelFailure('the function has no meaning for these points and ranges');
}

const rangeFunction = (meaning: Meaning): BuiltIn[] =>
	(Object.keys(meaning) as Array<keyof Meaning>).map((form) =>
		define(names[form], ([a, b]) => {
			const first = toPoint(a);
			const second = toPoint(b);
			return pointTypes.has(getType(first)) && getType(first) === getType(second) ? say(meaning, a, b) : undefined;
		}),
	);

export const rangeFunctions: BuiltIns = {
	before: rangeFunction({
		points: (a, b) => order(a, b) < 0,
		pointRange: (a, b) => isBefore(a, b.start),
		rangePoint: (a, b) => isBefore(a.end, b),
		ranges: (a, b) => isBefore(a.end, b.start),
	}),
	after: rangeFunction({
		points: (a, b) => order(a, b) > 0,
		pointRange: (a, b) => isBefore(b.end, a),
		rangePoint: (a, b) => isBefore(b, a.start),
		ranges: (a, b) => isBefore(b.end, a.start),
	}),
	meets: rangeFunction({ ranges: meets }),
	'met by': rangeFunction({ ranges: (a, b) => meets(b, a) }),
	overlaps: rangeFunction({ ranges: overlap }),
	'overlaps before': rangeFunction({ ranges: overlapsBefore }),
	'overlaps after': rangeFunction({ ranges: (a, b) => overlapsBefore(b, a) }),
	finishes: rangeFunction({
		pointRange: (a, b) => b.end.closed && order(a, b.end) === 0,
		ranges: (a, b) => sameEnd(a, b) && startsWithin(a, b),
	}),
	'finished by': rangeFunction({
		rangePoint: (a, b) => a.end.closed && order(b, a.end) === 0,
		ranges: (a, b) => sameEnd(a, b) && startsWithin(b, a),
	}),
	includes: rangeFunction({
		rangePoint: (a, b) => pointIn(b, a),
		ranges: (a, b) => startsWithin(b, a) && endsWithin(b, a),
	}),
	during: rangeFunction({ pointRange: pointIn, ranges: (a, b) => startsWithin(a, b) && endsWithin(a, b) }),
	starts: rangeFunction({
		pointRange: (a, b) => b.start.closed && order(a, b.start) === 0,
		ranges: (a, b) => sameStart(a, b) && endsWithin(a, b),
	}),
	'started by': rangeFunction({
		rangePoint: (a, b) => a.start.closed && order(b, a.start) === 0,
		ranges: (a, b) => sameStart(a, b) && endsWithin(b, a),
	}),
	coincides: rangeFunction({ points: (a, b) => order(a, b) === 0, ranges: (a, b) => sameStart(a, b) && sameEnd(a, b) }),
};
