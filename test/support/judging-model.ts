import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { writeJudgement } from '../fakes/write-judgement';

/** What a person writes, and no judge, log or event may have. */
const planted = [
	'bruno.lima@example.com',
	'529.982.247-25',
	'4111 1111 1111 1111',
	'+55 11 98765-4321',
	`sk-proj-${'a1B2c3D4e5F6g7H8i9J0'.repeat(2)}`,
];
export const plantedMessage = `I am Bruno: ${planted.join(', ')}. Tell me where my order is.`;
/** Finds any of it, with and without separators. */
export const plantedData = /bruno\.lima|529\W?982\W?247|4111\W?1111|98765\W?4321|sk-proj-a1B2/;

/** A stand-in of OpenAI that answers as an agent does, which repeats what it was told, and as a judge does. */
export interface JudgingModel extends FakeServer {
	/** Requests to the judge, as they came. */
	readonly judged: () => string[];
	/** How the judge finds replies from now on. */
	finds(verdict: 'good' | 'bad'): void;
}

export async function startJudgingModel(): Promise<JudgingModel> {
	let passed = true;
	const server = await startOpenAiServer({
		respond: ({ messages }) =>
			isJudge(JSON.stringify(messages[0]))
				? { text: writeJudgement(messages.at(-1)!.content, { reason: 'So it is.', passed }), usage: { input: 100, output: 10 } }
				: { text: `You said: ${messages.at(-1)!.content}`, usage: { input: 100, output: 10 } },
	});
	return {
		...server,
		judged: () => server.calls.map(({ body }) => JSON.stringify(body)).filter(isJudge),
		finds: (verdict) => void (passed = verdict === 'good'),
	};
}

const isJudge = (text: string): boolean => text.includes('You judge the reply');

/** An agent that masks nothing, and whose runs are all judged. */
export const judgedAgent = (id = 'clerk') => ({
	...{ id, version: '1.0.0', name: 'Clerk', purpose: 'Answers customers.', prompt: 'Answer.', limits: {} },
	model: { route: [{ provider: 'openai' as const, model: 'gpt-4.1-mini' }], extractive: false },
	guardrails: { personalData: { types: [], action: 'token' as const } },
	evaluate: { share: 1, rubric: 'It is kind.', judge: 'openai:gpt-4.1-mini', budget: { per: 'day', calls: 1_000 }, window: 10 },
});
