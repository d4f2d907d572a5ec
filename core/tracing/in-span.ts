import type { Span, SpanStart, Tracing } from '../ports/tracing';

const untraced: Span = { within: (work) => work(), set: () => undefined, end: () => undefined };

export const openSpan = (tracing: Tracing | undefined, start: SpanStart): Span => tracing?.open(start) ?? untraced;

export async function inSpan<Result>(
	tracing: Tracing | undefined,
	start: SpanStart,
	work: (span: Span) => Promise<Result>,
): Promise<Result> {
	const span = openSpan(tracing, start);
	try {
		const result = await span.within(() => work(span));
		span.end();
		return result;
	} catch (error) {
		span.end(error);
		throw error;
	}
}
