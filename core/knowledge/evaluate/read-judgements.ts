import { lineInvalid, readLines } from './lines';

const header = ['query-id', 'corpus-id', 'score'];

/**
 * TREC's qrels (`question iteration document relevance`, between spaces) or BEIR's table (`query-id corpus-id score`, between tabs, below a header).
 * The last judgement of a pair counts. @param name of the file, for errors @throws TroupeError INPUT_INVALID with the line
 */
export function readJudgements(text: string, name: string): Map<string, Map<string, number>> {
	const judgements = new Map<string, Map<string, number>>();
	for (const { line, number } of readLines(text)) {
		const tabbed = line.split('\t').map((field) => field.trim());
		const fields = tabbed.length >= 3 ? tabbed : line.trim().split(/\s+/);
		if (judgements.size === 0 && header.every((title, column) => fields[column] === title)) continue;
		const [question, document, relevance] = fields.length === 4 ? [fields[0], fields[2], fields[3]] : fields;
		if (fields.length < 3 || fields.length > 4 || !question || !document || !/^[+-]?\d{1,9}(?:\.\d{1,9})?$/.test(relevance!))
			throw lineInvalid(name, number, 'a judgement: "question iteration document relevance", or three columns between tabs');
		const ofQuestion = judgements.get(question) ?? new Map<string, number>();
		judgements.set(question, ofQuestion.set(document, Number(relevance)));
	}
	return judgements;
}
