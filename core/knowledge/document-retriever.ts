import { throwIfCancelled } from '../base/async/cancelled';
import type { Passage, Retriever } from '../ports/knowledge/passages';
import type { DocumentChunk } from '../ports/knowledge/stored-documents';
import { cutText } from './chunking/cut-text';
import { readOutline } from '../base/text/outline';
import { bestScores } from '../words/best-scores';
import { countTerms } from '../words/count-terms';
import type { Postings } from '../words/postings';
import { type ScoredCollection, scoreWords } from '../words/score-words';
import { extractQuestionTerms } from '../words/terms';
import { createPassage } from './search/passages/to-passage';

interface Document {
	id: string;
	title: string;
	text: string;
}

export function createDocumentRetriever(documents: Document[]): Retriever {
	// Equal scores keep the order of documents and of their passages.
	const passages = documents.toSorted((a, b) => (a.id < b.id ? -1 : 1)).flatMap(cutPassages);
	const index = indexPassages(passages);
	return {
		async retrieve(question, limit, signal) {
			throwIfCancelled(signal, 'The search for passages was cancelled.');
			const scores = scoreWords(extractQuestionTerms(question), index);
			const best = bestScores(scores, limit, () => true).sort((a, b) => scores[b]! - scores[a]! || a - b);
			return {
				passages: best.slice(0, limit).map((number) => createPassage({ ...passages[number]!, score: scores[number]!, open: true })),
			};
		},
	};
}

type Indexed = Omit<Passage, 'score' | 'headingPath'> & Pick<DocumentChunk, 'headingPath'>;

/** In tokens of four characters. A section is a separate passage under its heading. */
const sizes = { wantedTokens: 175, maximumTokens: 300, overlapTokens: 0 };

/** Passages below it have the heading in their title. */
const aloneHeading = /^\s*#{1,6}[^\r\n]*\s*$/;

function cutPassages({ id: documentId, title, text }: Document): Indexed[] {
	const sections = readOutline({ text, format: 'markdown' });
	return sections.flatMap(({ headingPath, ...section }) =>
		cutText(text, section, sizes)
			.map(({ start, end }) => ({ start, end, text: text.slice(start, end) }))
			.filter((piece) => !aloneHeading.test(piece.text))
			.map((piece) => ({ id: `${documentId}#${piece.start}`, documentId, title, ...piece, headingPath })),
	);
}

function indexPassages(passages: Indexed[]): ScoredCollection {
	const counted = passages.map(countTerms);
	const entries = new Map<string, Array<[number: number, count: number]>>();
	counted.forEach(({ counts }, number) => {
		for (const [term, count] of counts) {
			const list = entries.get(term);
			if (list) list.push([number, count]);
			else entries.set(term, [[number, count]]);
		}
	});
	const postings = new Map([...entries].map(([term, list]) => [term, toPostings(list)]));
	return {
		lengths: Uint32Array.from(counted, ({ length }) => length + 1),
		total: passages.length,
		averageLength: Math.max(1, counted.reduce((sum, { length }) => sum + length, 0) / Math.max(1, passages.length)),
		postings: (term) => postings.get(term),
	};
}

function toPostings(list: Array<[number: number, count: number]>): Postings {
	return { numbers: Uint32Array.from(list, ([number]) => number), counts: Uint32Array.from(list, ([, count]) => count) };
}
