/**
 * Measures the share of 60 questions that a real small language model and `extractive` answer rightly and with a source, on the support example; the
 * handbook answers all of them. Goal: at least the share without a model, and no false statement. What is not a quotation is printed: judge it.
 */
import { askHandbook, type HandbookAnswer } from '../../small-model/ask-handbook';
import { readHandbookQuestions } from '../../small-model/handbook-question';
import { startSmallModel } from '../../small-model/start-small-model';

export async function run(): Promise<string> {
	const questions = readHandbookQuestions();
	const without = await askHandbook(questions, undefined, show);
	console.log(`without a model: ${countRight(without)} of ${questions.length}`);
	const model = await startSmallModel();
	try {
		const answers = await askHandbook(questions, model, show);
		const own = answers.flatMap(({ ownWords }) => ownWords);
		const calls = answers.reduce((sum, { modelCalls }) => sum + modelCalls, 0);
		console.log(
			`with ${model.name}: ${countRight(answers)} of ${questions.length}; ${calls} model calls; ${own.length} statements to judge`,
		);
		return (countRight(answers) / questions.length).toFixed(2);
	} finally {
		model.close();
	}
}

const countRight = (answers: HandbookAnswer[]): number => answers.filter(({ isRight }) => isRight).length;

function show({ question, kind, why, reply, isRight, ownWords, model }: HandbookAnswer): void {
	const excerpt = kind === 'reply' ? reply.replace(/\s+/g, ' ').slice(0, 160) : `${kind} (${why})`;
	console.log(`${isRight ? 'right' : 'WRONG'}  ${question}\n       ${model ?? 'no model'}: ${excerpt}`);
	for (const statement of ownWords) console.log(`       to judge: ${statement}`);
}
