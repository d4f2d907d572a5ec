/** Iterates within a context, such as a span, although the reader is elsewhere. */
export async function* iterateWithin<Part>(
	within: <Result>(work: () => Result) => Result,
	iterate: () => AsyncIterable<Part>,
): AsyncGenerator<Part> {
	const parts = within(() => iterate()[Symbol.asyncIterator]());
	try {
		for (;;) {
			const { done, value } = (await within(() => parts.next())) as IteratorResult<Part, undefined>;
			if (done) return;
			yield value;
		}
	} finally {
		await within(() => parts.return?.());
	}
}
