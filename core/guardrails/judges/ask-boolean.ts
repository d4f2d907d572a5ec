import type { ChatModel, ChatResponse, ImagePart, JsonSchema } from '../../ports';
import { askJudge, createNonce, enclose, malformed } from './ask-judge';

const maxAnswerTokens = 100;

interface BooleanQuestion {
	/** The name of the answer, such as `harmless`. */
	field: string;
	/** Says what the text is, and when the answer is true. `MARK` stands for the marks. */
	task: string;
	/** Data, which the judge gets between unpredictable marks. */
	text: string;
	images?: readonly ImagePart[];
}

/**
 * Asks a judge a question of yes or no. The answer must repeat a word that the text cannot know.
 * @throws TroupeError GUARDRAIL_FAILED for an answer in another form; MODEL_*, BUDGET_*, CANCELLED from the model
 */
export async function askBoolean(model: ChatModel, { field, task, text, images }: BooleanQuestion): Promise<boolean> {
	const [mark, check] = [createNonce(), createNonce()];
	const schema: JsonSchema = {
		type: 'object',
		additionalProperties: false,
		required: ['check', field],
		properties: { check: { type: 'string' }, [field]: { type: 'boolean' } },
	};
	const response = await askJudge(model, {
		task: `${task.replaceAll('MARK', mark)} Answer with exactly one line of JSON and nothing else: {"check":"${check}","${field}":true} or {"check":"${check}","${field}":false}.`,
		text: enclose(text, mark),
		...(images && { images: [...images] }),
		...{ responseSchema: { name: field, schema }, maxOutputTokens: maxAnswerTokens },
	});
	return readAnswer(response, field, check);
}

function readAnswer({ text, model }: ChatResponse, field: string, check: string): boolean {
	try {
		const answer = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as Record<string, unknown>;
		const value = answer[field];
		if (answer.check === check && typeof value === 'boolean') return value;
	} catch {
		// Falls through to the failure.
	}
	throw malformed(model, 'its answer');
}
