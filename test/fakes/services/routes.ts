import type { OutsideAnswer } from '../outside-world';

/** A pattern of `METHOD path`, and what answers; it gets the groups of the pattern. */
export type Route = readonly [RegExp, (...groups: string[]) => OutsideAnswer];

/** Returns the answer of the first route that fits. */
export function answerBy(routes: readonly Route[], request: string, otherwise: OutsideAnswer): OutsideAnswer {
	for (const [pattern, answer] of routes) {
		const match = pattern.exec(request);
		if (match) return answer(...match.slice(1));
	}
	return otherwise;
}
