import { lineInvalid, readLines } from './lines';

export interface Question {
	id: string;
	text: string;
}

/**
 * In order, from lines of JSON (`{"_id", "text"}` as in BEIR, or `{"id", "text"}`) or a table (`id text`, tab-separated). @param name of the file,
 * for errors @throws TroupeError INPUT_INVALID with the line; also for a repeated id
 */
export function readQuestions(text: string, name: string): Question[] {
	const questions = new Map<string, Question>();
	for (const { line, number } of readLines(text)) {
		const question = line.trimStart().startsWith('{') ? fromJson(line) : fromTable(line);
		if (!question) throw lineInvalid(name, number, 'a question: {"id": "…", "text": "…"}, or an id, a tab and the text');
		if (questions.has(question.id)) throw lineInvalid(name, number, 'a question with a unique id');
		questions.set(question.id, question);
	}
	return [...questions.values()];
}

function fromJson(line: string): Question | undefined {
	let value: { _id?: unknown; id?: unknown; text?: unknown };
	try {
		value = JSON.parse(line) as typeof value;
	} catch {
		return undefined;
	}
	const id = value._id ?? value.id;
	return (typeof id === 'string' || typeof id === 'number') && id !== '' && typeof value.text === 'string'
		? { id: String(id), text: value.text }
		: undefined;
}

function fromTable(line: string): Question | undefined {
	const tab = line.indexOf('\t');
	const id = line.slice(0, tab).trim();
	const text = line.slice(tab + 1).trim();
	return tab > 0 && id && text ? { id, text } : undefined;
}
