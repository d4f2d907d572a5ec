import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import type { ChatModel, ChatRequest, ChatResponse } from '../../ports/models/models';
import { harmKinds } from './harm-kinds';
import { judgeHarm, maxJudgedHarm } from './judge-harm';

const levels = (own: object) => ({ ...Object.fromEntries(harmKinds.map((kind) => [kind, 0])), ...own });

function judgeThat(answer: (check: string, task: string) => string, asked: ChatRequest[] = []): ChatModel {
	const step = async (request: ChatRequest): Promise<ChatResponse> => {
		asked.push(request);
		return {
			text: answer(/"check":"(\w+)"/.exec(request.messages[0]!.content)![1]!, request.messages[0]!.content),
			finish: 'stop',
			model: 'script:model',
			usage: { inputTokens: 1, outputTokens: 1, estimated: true },
		};
	};
	return scriptedChatModel(step, step);
}

test('turns the levels of a judge into scores, and asks with a schema', async () => {
	const asked: ChatRequest[] = [];
	const judge = judgeThat((check) => JSON.stringify({ check, levels: levels({ hate: 2, violence: 3, sexual: 1 }) }), asked);
	expect(await judgeHarm('text', judge)).toMatchObject({ hate: 0.75, violence: 0.95, sexual: 0.3, 'self-harm': 0 });
	expect(asked[0]).toMatchObject({ temperature: 0, responseSchema: { name: 'harm' } });
});

test.each([
	['in a fence', (json: string) => `Here it is:\n\`\`\`json\n${json}\n\`\`\``],
	['with numbers as texts', (json: string) => json.replaceAll(/:(\d)/g, ':"$1"')],
	['without the object around them', (json: string) => json.replace('"levels":{', '').replace('}}', '}')],
	['with what they mean', (json: string) => json.replaceAll(/(?<=:)([02])\b/g, '"$1 - as told"')],
	['with names of its own', (json: string) => json.replaceAll('self-harm', 'Self_harm').replace('levels', 'Levels')],
])('reads levels %s', async (_what, write) => {
	const judge = judgeThat((check) => write(JSON.stringify({ check, levels: levels({ 'self-harm': 2 }) })));
	expect(await judgeHarm('text', judge)).toMatchObject({ hate: 0, 'self-harm': 0.75 });
});

test.each([
	['the example of its task', (_check: string, task: string) => task.slice(task.lastIndexOf('{"check"'))],
	['an empty level', (check: string) => JSON.stringify({ check, levels: levels({ hate: '' }) })],
	['two judgements', (check: string) => [0, 3].map((hate) => JSON.stringify({ check, levels: levels({ hate }) })).join(' or ')],
	['another word', () => JSON.stringify({ check: 'GUESSED', levels: levels({}) })],
	['a level between two', (check: string) => JSON.stringify({ check, levels: levels({ hate: '1.5' }) })],
	['a level that does not exist', (check: string) => JSON.stringify({ check, levels: levels({ hate: 9 }) })],
	['a kind that is missing', (check: string) => JSON.stringify({ check, levels: { hate: 0 } })],
	['a text', () => 'The text is harmless.'],
])('fails for an answer with %s', async (_what, answer) => {
	await expect(judgeHarm('text', judgeThat(answer))).rejects.toMatchObject({ code: 'GUARDRAIL_FAILED' });
});

test('shows the judge a long text in part, between marks that it cannot know', async () => {
	const asked: ChatRequest[] = [];
	const judge = judgeThat((check) => JSON.stringify({ check, levels: levels({}) }), asked);
	await judgeHarm('a'.repeat(50_000), judge);
	await judgeHarm('a'.repeat(50_000), judge);
	const [first, second] = asked.map(({ messages }) => messages[1]!.content);
	expect(first!.length).toBeLessThan(maxJudgedHarm + 600);
	expect(first).not.toBe(second);
});
