/** A process whose elements ask models: at once and in loops, in a called process, again after faults, without a price, and in vain. */
import { callActivity } from '../../test/contract/event-parts';
import {
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	forEach,
	type ModelPart,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
} from '../../test/contract/model-builder';
import type { FakeReply } from '../../sandbox/fakes/fake-server';
import { openAiFaults } from '../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';

const priced = 'gpt-4.1-mini';
const dearer = 'o4-mini';
const busy = 'gpt-4.1';
const unpriced = 'our-own-7b';

/** A task that asks a model. @param prompt a FEEL expression */
function ask(id: string, prompt: string, models = `openai:${priced}`): ModelPart {
	const headers = { operation: 'chat', models, resultVariable: `${id}Answer`, timeoutMs: '20000' };
	return serviceTask(id, { type: 'troupe:model', retries: 2, headers, inputs: [{ source: prompt, target: 'prompt' }] });
}

const rounds = 3;

export const called = processModel('called', [
	startEvent(),
	ask('check', '="Check " + text', `openai:${dearer}`),
	endEvent(),
	...chain('start', 'check', 'end'),
]);

export const calling = processModel('calling', [
	startEvent(),
	ask('greet', '="Greet " + text'),
	forEach(ask('each', '="Read " + string(item)'), { inputCollection: '=items', inputElement: 'item' }),
	scriptTask('count', '=if round = null then 1 else round + 1', 'round'),
	ask('again', '="Round " + string(round)', `openai:${dearer}`),
	exclusiveGateway('enough', 'enough-second'),
	ask('second', '="Second " + text', `openai:${busy}, openai:${priced}`),
	ask('unpriced', '="Free " + text', `openai:${unpriced}`),
	callActivity('call', 'called'),
	ask('flaky', '="Flaky " + text'),
	ask('broken', '="Broken " + text'),
	endEvent(),
	...chain('start', 'greet', 'each', 'count', 'again', 'enough', 'second', 'unpriced', 'call', 'flaky', 'broken', 'end'),
	flow('back', 'enough', 'count', `=round < ${rounds}`),
]);

/** A model that fails as the prompts say, and whose answers have figures that no two calls share. */
export function startModels() {
	let calls = 0;
	const failedOnce = new Set<string>();
	const answer = (prompt: string, model: string): FakeReply => {
		calls += 1;
		if (model === busy) return openAiFaults.insufficientQuota();
		if (/^Broken/.test(prompt) && calls % 2 === 0) return { text: 'It breaks o', cutAfter: 0, usage: { input: 5 + calls, output: 3 } };
		if (/^Broken/.test(prompt)) return openAiFaults.serverError();
		if (/^Flaky/.test(prompt) && !failedOnce.has(prompt)) {
			failedOnce.add(prompt);
			return openAiFaults.overloaded();
		}
		return { text: 'Done.', usage: { input: 100 + 7 * calls, output: 11 + 3 * calls, cached: calls % 5 } };
	};
	return startOpenAiServer({
		models: [priced, dearer, busy, unpriced],
		respond: ({ messages, model }) => answer(messages.findLast(({ role }) => role === 'user')?.content ?? '', model),
	});
}
