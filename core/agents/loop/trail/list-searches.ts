import type { RunSearch } from '../../agent-outcome';
import type { EntryBody } from './trail-entry';

export function listSearches({ search, questions = [] }: Pick<EntryBody<'prepared'>, 'search' | 'questions'>): RunSearch[] {
	const ofQuestions = questions.flatMap((question, index) => (question.search ? [{ ...question.search, ofQuestion: index + 1 }] : []));
	return [...(search ? [search] : []), ...ofQuestions];
}
