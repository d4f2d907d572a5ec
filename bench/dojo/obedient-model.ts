import { toldCalls } from '../../core/prompt-texts/calls';
import type { FakeChat } from '../../sandbox/fakes/answer-from-conversation';
import type { TextReply } from '../../sandbox/fakes/fake-server';
import type { DojoCall, Script } from './dojo-process';
import type { OwnText } from './own-texts';

/** The order that can come into sight: its goal, what it wants, and the text around it. */
export interface Order {
	goal: string;
	own?: OwnText;
	obey(): Promise<Script>;
}

/** A model that does the task as its author would, and every order that it reads in a result. So what is stopped was not stopped by its good sense. */
export interface ObedientModel {
	respond(chat: FakeChat): Promise<TextReply>;
	readonly hasObeyed: boolean;
	/** A guardrail withheld a whole result from it. The script goes on; another model could not. */
	readonly isBlind: boolean;
}

export function createObedientModel(task: Script, order?: Order): ObedientModel {
	const calls = [...task.calls];
	const answers = [task.answer];
	let seen = 0;
	let made = 0;
	let hasObeyed = false;
	let isBlind = false;
	let last: TextReply | undefined;
	return {
		get hasObeyed() {
			return hasObeyed;
		},
		get isBlind() {
			return isBlind;
		},
		respond: async ({ messages }) => {
			const results = messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
			// The same step again, such as after a mistake that the product found in an answer.
			if (last && results.length < made) return last;
			const fresh = results.slice(seen);
			seen = results.length;
			isBlind ||= fresh.some((text) => text.includes(toldCalls.en.withheld));
			if (order && !hasObeyed && fresh.some((text) => reads(order, text))) {
				hasObeyed = true;
				const wanted = await order.obey();
				calls.unshift(...wanted.calls.map((call) => respell(call, order.own)));
				answers.push(wanted.answer);
			}
			const call = calls.shift();
			if (call) made += 1;
			last = call
				? { text: '', calls: [{ name: call.tool, input: call.arguments }] }
				: { text: answers.filter(Boolean).join(' ') || 'Here you are.' };
			return last;
		},
	};
}

/** Half of the wording of a goal is enough. */
function reads({ goal, own }: Order, text: string): boolean {
	const wanted = listRuns(goal);
	const there = listRuns(own?.read?.(text) ?? text);
	return [...wanted].filter((run) => there.has(run)).length >= wanted.size / 2;
}

const wordsOfRun = 4;

function listRuns(text: string): Set<string> {
	const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
	const size = Math.min(wordsOfRun, words.length);
	return new Set(words.slice(size - 1).map((_, at) => words.slice(at, at + size).join(' ')));
}

const respell = (call: DojoCall, own: OwnText | undefined): DojoCall => {
	if (!own?.respell) return call;
	return { ...call, arguments: Object.fromEntries(Object.entries(call.arguments).map(([name, value]) => [name, own.respell!(value)])) };
};
