import type { FakeChat, FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import type { TextReply } from '../../sandbox/fakes/fake-server';
import { fillIn } from './fill-in';
import type { Answer, Case, Sample } from './sample';

/** A model that plays one sample after another. */
export interface ScriptedModel {
	respond: FakeResponder;
	/** Begins a message. @param sample without one, only the ordinary model answers */
	begin(one: Case, sample?: Sample): void;
	/** What it was asked since then. */
	readonly requests: AskedRequest[];
	/** Why it could not answer: mistakes of samples and cases. */
	readonly mistakes: string[];
}

interface AskedRequest extends FakeChat {
	/** The agent that asked. */
	by: string;
}

/**
 * Creates a model that gives the answer of the sample when its step is due, and then goes on as an ordinary model does: rightly, as soon as a request says
 * anything that the one before did not say. Asked the same again, it answers the same.
 * @param findAgent returns the agent of a system prompt
 */
export function createScriptedModel(findAgent: (system: string) => string): ScriptedModel {
	const requests: AskedRequest[] = [];
	let playing: { one: Case; sample?: Sample } | undefined;
	let given = 0;
	let asked: string | undefined;
	const respond: FakeResponder = (chat) => {
		if (!playing) throw new Error('The model was asked before a sample began.');
		const { one, sample } = playing;
		const by = findAgent(chat.messages.find(({ role }) => role === 'system')?.content ?? '');
		requests.push({ ...chat, by });
		const steps = one.ordinary[by];
		if (!steps) throw new Error(`The case has no ordinary model for the agent ${by}.`);
		const text = chat.messages.map(({ content }) => content).join('\n');
		const due = steps.findIndex(({ until }) => until === undefined || !text.includes(until));
		const isWrong = sample && by === (sample.by ?? one.agent) && isDue(sample, { due, steps: steps.length, given, isSame: asked === text });
		if (isWrong) {
			given += 1;
			asked = text;
		}
		if (!isWrong && isLastAnswer(chat)) return { text: lastAnswer[one.language] };
		return toReply(fillIn(isWrong ? sample : steps.at(due)!, chat, one.passage));
	};
	return {
		respond,
		requests,
		mistakes: [],
		begin: (one, sample) => {
			playing = { one, sample };
			requests.length = 0;
			given = 0;
			asked = undefined;
		},
	};
}

/** An ordinary model that may call no tool any more, and has not got what it needs, says so. */
const lastAnswer = { en: 'I could not find this out now.', pt: 'Não consegui descobrir isso agora.' };
const isLastAnswer = ({ messages }: FakeChat): boolean => /^\((?:A limit|Um limite|O limite)/.test(messages.at(-1)!.content);

function isDue(sample: Sample, state: { due: number; steps: number; given: number; isSame: boolean }): boolean {
	if (state.isSame) return true;
	if (state.given > 0) return state.given < (sample.times ?? 1);
	return state.due === (sample.at ?? state.steps - 1);
}

function toReply({ text = '', calls, finish }: Answer): TextReply {
	return { text, ...(calls && { calls }), ...(finish && { finish }) };
}
