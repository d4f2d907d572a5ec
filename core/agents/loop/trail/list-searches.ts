import type { RunSearch } from '../../agent-outcome';
import type { EntryBody } from './trail-entry';

/** Lists the searches before the first call of the model: for the message, then for each of its questions. */
export function listSearches({ search, questions = [] }: Pick<EntryBody<'prepared'>, 'search' | 'questions'>): RunSearch[] {
	const ofQuestions = questions.flatMap((question, index) => (question.search ? [{ ...question.search, ofQuestion: index + 1 }] : []));
	return [...(search ? [search] : []), ...ofQuestions];
}
