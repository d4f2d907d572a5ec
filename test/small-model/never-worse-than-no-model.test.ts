import { askHandbook } from '../../bench/small-model/ask-handbook';
import { readHandbookQuestions } from '../../bench/small-model/handbook-question';
import { type SmallModel, startSmallModel } from '../../bench/small-model/start-small-model';

const missing = process.env.TROUPE_TEST_SMALL_MODEL_MISSING;
const withSmallModel = missing === undefined ? describe : describe.skip;

withSmallModel(`A real small model${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
	// Every fourth; all of them take a quarter of an hour and are asked by `npm run bench -- small-model`.
	const questions = readHandbookQuestions().filter((_, index) => index % 4 === 0);
	let model: SmallModel;
	beforeAll(async () => void (model = await startSmallModel()));
	afterAll(() => model.close());

	it('answers at least as many questions as no model, and nothing that the handbook does not say', async () => {
		const without = await askHandbook(questions, undefined);
		// A busy machine takes minutes for some answers: who waits for them sees that they come.
		const progress = ({ question }: { question: string }) => process.stderr.write(`answered: ${question}\n`);
		const answers = await askHandbook(questions, model, progress);
		const right = new Set(answers.filter(({ isRight }) => isRight).map(({ question }) => question));
		const lost = without.filter(({ isRight, question }) => isRight && !right.has(question));
		expect(lost).toEqual([]);
		expect(answers.flatMap(({ ownWords }) => ownWords)).toEqual([]);
		expect(answers.filter(({ modelCalls }) => modelCalls > 0)).not.toEqual([]);
	});
});
