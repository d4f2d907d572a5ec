const markers = /(?:\s*\[\d{1,3}\])+/g;

/** Returns the sentences before each number that a reply cites, as in `[1]`, in order of first citation. */
export function groupStatementsByCitation(reply: string): Map<number, string[]> {
	const statements = new Map<number, string[]>();
	let from = 0;
	for (const { 0: run, index } of reply.matchAll(markers)) {
		const statement = lastSentence(reply.slice(from, index));
		from = index + run.length;
		for (const [, digits] of run.matchAll(/\[(\d{1,3})\]/g)) {
			const number = Number(digits);
			statements.set(number, [...(statements.get(number) ?? []), statement]);
		}
	}
	return statements;
}

let segmenter: Intl.Segmenter | undefined;

function lastSentence(text: string): string {
	segmenter ??= new Intl.Segmenter('pt', { granularity: 'sentence' });
	const sentences = [...segmenter.segment(text)].map(({ segment }) => segment.trim());
	return sentences.findLast((sentence) => /[\p{L}\p{N}]/u.test(sentence)) ?? '';
}
