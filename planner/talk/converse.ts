import { isTroupeError, TroupeError } from '../../core/base/errors';
import { detectLanguage } from '../../core/base/text/language';
import { newConversation } from '../../core/guardrails/policy/conversation-state';
import type { ConversationStateStore } from '../../core/ports/guardrails/conversation-state';
import { KeyedMutex } from '../../providers/database/keyed-mutex';
import type { Plan } from '../plan';
import type { Plans } from '../plans';
import { findRunActs } from '../run/find-run-acts';
import { sayRuns } from '../run/tell-progress';
import { converseTexts } from './converse-texts';
import { leavesChoice } from '../wish/yes-no';
import { asksBack, isBreakingOff, isGreeting, readIntent, readNewWish, spellSigns } from './read-intent';
import { tellNext, tellPlan } from './tell-plan';

export interface Message {
	conversation: string;
	text: string;
	/** The id of a plan in place of the conversation's. */
	plan?: string;
}

interface Reply {
	/** Absent where nothing is stored of it any more. */
	plan?: Plan;
	text: string;
}

/** Operations that a conversation may use: a message confirms nothing and starts nothing. */
type TalkPlans = Pick<Plans, 'create' | 'show' | 'ask' | 'change' | 'prove'>;

export interface TalkParts {
	plans: TalkPlans;
	/** Knows the plan of a conversation. */
	states: ConversationStateStore;
	/** Finds the address where people look at a plan, if there is one. */
	findLink: (id: string) => string | undefined;
}

/** Answers the messages of a conversation one after the other: two at once would make two plans, or lose one of them. */
const inOrder = new KeyedMutex();

/** @throws TroupeError those of `Plans` */
export async function converse(message: Message, parts: TalkParts, signal: AbortSignal): Promise<Reply> {
	requireText(message);
	return inOrder.take(message.plan ?? message.conversation, () => hear(message, parts, signal));
}

async function hear(message: Message, parts: TalkParts, signal: AbortSignal): Promise<Reply> {
	const { conversation, text, plan: named } = message;
	const known = named ?? (await parts.states.read(conversation))?.plan;
	const wish = named === undefined ? readNewWish(text) : undefined;
	if (wish !== undefined || known === undefined) return meet(wish ?? text, message, parts, signal);
	const plan = await find(known, message, parts);
	if (!plan) return { text: converseTexts[detectLanguage(text)].gone };
	// The state of a conversation ends some time after its last message.
	if (named === undefined) await keep(conversation, known, parts);
	return reply(plan, message, parts, signal);
}

/** Begins a plan, or asks for a wish: then the next message is one. */
async function meet(wish: string, message: Message, parts: TalkParts, signal: AbortSignal): Promise<Reply> {
	if (isWish(wish)) return begin(wish, message, parts, signal);
	await keep(message.conversation, undefined, parts);
	return { text: converseTexts[detectLanguage(message.text)].welcome };
}

/** A "yes" or "help" where nothing was wished yet begins nothing. */
const isWish = (text: string): boolean =>
	text !== '' && !isGreeting(text) && !isBreakingOff(text) && ['question', 'change'].includes(readIntent(text));

async function reply(plan: Plan, message: Message, parts: TalkParts, signal: AbortSignal): Promise<Reply> {
	if (isGreeting(message.text)) return { plan, text: tellNext(plan, parts.findLink(plan.id)) };
	if (plan.state === 'asking') return answer(plan, message, parts, signal);
	const hasNothing = plan.state === 'failed' && !plan.tree && message.plan === undefined;
	return hasNothing ? begin(message.text, message, parts, signal) : talk(plan, message, parts, signal);
}

function requireText({ text, conversation, plan }: Message): void {
	if (text.trim() === '')
		throw new TroupeError({ code: 'INPUT_INVALID', message: 'The message is empty.', fix: 'Say in words what you want done.' });
	if (conversation === '' && plan === undefined)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The message belongs to no conversation: its ID is empty.',
			fix: 'Give the ID of the conversation, such as the sessionId of a chat, or the ID of a plan.',
		});
}

async function begin(wish: string, { conversation }: Message, parts: TalkParts, signal: AbortSignal): Promise<Reply> {
	const made = await parts.plans.create({ wish }, signal);
	await keep(conversation, made.id, parts);
	return tell(await proveDrawn(made, parts, signal), [], parts);
}

const keep = (conversation: string, plan: string | undefined, { states }: TalkParts) =>
	states.change(conversation, ({ plan: _before, ...state } = newConversation) => ({ ...state, ...(plan !== undefined && { plan }) }));

/** Undefined for a removed plan: the newest 1,000 unconfirmed ones are stored. */
async function find(id: string, { plan, conversation }: Message, parts: TalkParts): Promise<Plan | undefined> {
	try {
		return await parts.plans.show(id);
	} catch (error) {
		if (plan !== undefined || !isTroupeError(error) || error.code !== 'PLAN_NOT_FOUND') throw error;
		await keep(conversation, undefined, parts);
		return undefined;
	}
}

async function answer(plan: Plan, message: Message, parts: TalkParts, signal: AbortSignal): Promise<Reply> {
	const { text } = message;
	if (isBreakingOff(text) && message.plan === undefined) return meet('', message, parts, signal);
	if (asksBack(text)) return tell(plan, explainQuestions(plan), parts);
	// Names of fields can be such words.
	if (readIntent(text) === 'show' && plan.questions.every(({ slot }) => slot !== 'data')) return tell(plan, [], parts);
	const said = /[\p{L}\d]/u.test(text) ? text : spellSigns(text).trim() || text;
	return tell(await proveDrawn(await parts.plans.ask(plan.id, { text: said }, signal), parts, signal), [], parts);
}

const explainQuestions = ({ questions, language }: Plan): string[] =>
	questions.flatMap(({ text, why }) => (why === undefined ? [] : [converseTexts[language].why(text, why)]));

async function talk(plan: Plan, { text }: Message, parts: TalkParts, signal: AbortSignal): Promise<Reply> {
	const { plans } = parts;
	const texts = converseTexts[plan.language];
	const stay = (why: string): Reply => ({ plan, text: `${why}\n\n${tellNext(plan, parts.findLink(plan.id))}` });
	if (findRunActs(plan, text).length > 0) return stay(texts.notActed);
	switch (readIntent(text)) {
		case 'agree':
			return stay(texts.notHere);
		case 'refuse':
			return stay(texts.stays);
		case 'show':
			return tell(plan, sayRuns(plan), parts);
		case 'prove':
			return tell(await plans.prove(plan.id, signal), [], parts);
		case 'question': {
			const answered = await plans.ask(plan.id, { text }, signal);
			return { plan: answered, text: [...new Set([...sayRuns(plan), ...answered.conversation.at(-1)!.text.split('\n')])].join('\n') };
		}
		default:
			return leavesChoice(text) ? stay(texts.stays) : change(plan, text, parts, signal);
	}
}

async function change(before: Plan, text: string, parts: TalkParts, signal: AbortSignal): Promise<Reply> {
	const changed = await parts.plans.change(before.id, text, signal);
	const { text: said } = changed.conversation.at(-1)!;
	return changed.hash === before.hash && changed.state === before.state
		? { plan: changed, text: said }
		: tell(await proveDrawn(changed, parts, signal), [said], parts);
}

const proveDrawn = async (plan: Plan, { plans }: TalkParts, signal: AbortSignal): Promise<Plan> =>
	plan.state === 'drawn' ? plans.prove(plan.id, signal) : plan;

const tell = (plan: Plan, before: string[], { findLink }: TalkParts): Reply => ({ plan, text: tellPlan(plan, before, findLink(plan.id)) });
