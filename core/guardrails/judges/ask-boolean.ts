import type { ImagePart } from '../../ports/models/image-shapes';
import type { ChatModel, JsonSchema } from '../../ports/models/models';
import { askJudge, createNonce } from './ask-judge';
import { readAgreed, repeats } from './read-judgement';

interface BooleanQuestion {
	field: string;
	/** Explains the text, and when the answer is true. `MARK` stands for the marks. */
	task: string;
	question: string;
	/** Untrusted data between unpredictable marks. */
	text: string;
	images?: readonly ImagePart[];
}

/**
 * Asks a judge a yes/no question. The answer must repeat a word that the text cannot know. @throws TroupeError GUARDRAIL_FAILED for an answer in
 * another form; MODEL_*, BUDGET_*, CANCELLED from the model
 */
export async function askBoolean(model: ChatModel, { field, task, question, text, images }: BooleanQuestion): Promise<boolean> {
	const mark = createNonce();
	const check = createNonce();
	const schema: JsonSchema = {
		type: 'object',
		additionalProperties: false,
		required: ['check', field],
		properties: { check: { type: 'string' }, [field]: { type: 'boolean' } },
	};
	const { judgement } = await askJudge(model, {
		task: task.replaceAll('MARK', mark),
		form: `${question} Answer with exactly one line of JSON and nothing else: {"check":"${check}","${field}":ANSWER}, where ANSWER is true or false.`,
		text,
		mark,
		what: 'its answer',
		responseSchema: { name: field, schema },
		...(images && { images: [...images] }),
		read: (answer) => readAgreed(answer, (fields) => (repeats(fields.check, check) ? readBoolean(fields[field]) : undefined)),
	});
	return judgement;
}

const booleans: Record<string, boolean> = { true: true, false: false };

function readBoolean(value: unknown): boolean | undefined {
	return typeof value === 'string' ? booleans[value.trim().toLowerCase()] : typeof value === 'boolean' ? value : undefined;
}
