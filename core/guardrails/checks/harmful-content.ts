import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { TroupeError } from '../../base/errors';
import { closed, optionalEach } from '../../base/shape';
import type { Language } from '../../base/text/languages';
import type { ContentModerator } from '../../ports/models/moderation';
import { type FoundHarm, findHarm } from '../harm/find-harm';
import { type HarmKind, harmKinds } from '../harm/harm-kinds';
import { chooseLanguage, describeHarm, helpExists } from '../harm/harm-texts';
import { type GuardParts, defineCheck, type CheckWith } from '../policy/check-kind';
import { refer } from '../policy/policy-shapes';

type Check = CheckWith<typeof options>;

const defaultModerationModel = 'omni-moderation-latest';
/** Strictest first: decides among several kinds. */
const actions = ['block', 'ask-person', 'answer', 'log'] as const;
const alwaysBlocked = 'sexual-minors' satisfies HarmKind;
const alwaysThreshold = 0.6;
export const unreadLanguage = 'other-language';

const harmRule = closed(
	{
		threshold: Type.Optional(
			Type.Number({
				minimum: 0.05,
				maximum: 1,
				description: 'The score from which a text counts; 1 switches the kind off. Default 0.6.',
			}),
		),
		action: Type.Optional(
			Type.Enum(['block', 'answer', 'ask-person', 'log'], {
				description:
					"answer: the text is stopped, and the person gets the message. Default: the check's; for self-harm answer, if that is block.",
			}),
		),
		message: Type.Optional(
			refer('localizedText', 'What the person is told if the text is stopped. Default: nothing; for self-harm, where help exists.'),
		),
	},
	{ minProperties: 1, description: 'What is done about one kind of harmful content.' },
);
type HarmRule = Static<typeof harmRule>;

const adjustable = harmKinds.filter((kind) => kind !== 'sexual-minors');

const options = {
	kinds: Type.Optional(
		optionalEach(adjustable, harmRule, {
			minProperties: 1,
			description: 'What differs for some kinds; sexual-minors is always blocked.',
		}),
	),
	judge: Type.Optional(
		Type.Enum(['in-doubt', 'always', 'never'], { description: "Which texts the host's judge is asked about. Default in-doubt." }),
	),
	otherLanguages: Type.Optional(
		Type.Enum(['block', 'ask-person', 'log', 'pass'], {
			description: 'What is done about texts in a language without a word list, where no judge and no service is asked. Default log.',
		}),
	),
	moderation: Type.Optional(
		closed(
			{
				model: Type.Optional(
					Type.String({
						minLength: 1,
						maxLength: 200,
						description: 'local: the classifier of this machine. Default omni-moderation-latest.',
					}),
				),
			},
			{
				description: "Asks the host's moderation service about texts that the word lists do not decide.",
			},
		),
	),
};

/**
 * Hate, harassment, violence, sexual content, self-harm and dangerous acts, each with threshold and action. Word lists decide clear cases, a
 * moderation service and a judge the others.
 */
export const harmfulContent = defineCheck({
	id: 'harmful-content',
	code: 'HARMFUL_CONTENT',
	options,
	stages: ['input', 'output', 'tool-result'],
	// A call for help must state its subject.
	arguments: 'named',
	system: 'named',
	onlyStops: true,
	scope: 'text',
	// Only lists judge single sentences; a foreign-language sentence can be too short to recognise.
	chooseScope: ({ judge, moderation, otherLanguages = 'log' }) =>
		judge === 'never' && !moderation && (otherLanguages === 'log' || otherLanguages === 'pass') ? 'sentence' : 'text',
	choosesAction: true,
	create: (check, parts) => {
		const thresholds = readThresholds(check);
		const judge = check.judge === 'never' ? undefined : parts.judge;
		const { otherLanguages = 'log' } = check;
		const asksJudge = check.judge === 'always' ? 'always' : 'in-doubt';
		return {
			async check(text, context) {
				const moderator = openModerator(check, parts);
				const found = await findHarm(text, { thresholds, judge, asksJudge, moderator });
				if (found.kinds.length > 0) return judgeFound(check, found, context.language);
				if (found.failure !== undefined) throw found.failure;
				if (found.isUnread && otherLanguages !== 'pass') return { ...unread(text, context.language), action: otherLanguages };
				return { kind: 'pass' };
			},
		};
	},
});

function readThresholds({ kinds = {} }: Check): Partial<Record<HarmKind, number>> {
	const own = Object.entries(kinds).flatMap(([kind, rule]) => (rule?.threshold === undefined ? [] : [[kind, rule.threshold]]));
	return { ...(Object.fromEntries(own) as Partial<Record<HarmKind, number>>), [alwaysBlocked]: alwaysThreshold };
}

/** A service that the host lacks is a failure, for the policy's `onFailure`. */
function openModerator({ moderation }: Check, { openModerator: open }: GuardParts): ContentModerator | undefined {
	if (!moderation) return undefined;
	return open?.(moderation.model ?? defaultModerationModel) ?? { id: 'none', moderate: () => Promise.reject(noService()) };
}

function judgeFound(check: Check, { kinds, matches, failure }: FoundHarm, language: Language) {
	const rules = kinds.map((kind) => findRule(check, kind));
	const action = actions.find((one) => rules.some((rule) => rule.action === one))!;
	// Talk of self-harm gets help numbers, even if the text is blocked for something else.
	const message = [...rules]
		.sort((one, other) => Number(other.kind === 'self-harm') - Number(one.kind === 'self-harm'))
		.find((rule) => rule.message);
	const answer = message?.message && chooseLanguage(message.message, language);
	return {
		kind: 'violation' as const,
		reason: describeHarm(kinds, language, failure !== undefined),
		matches,
		action: action === 'answer' ? ('block' as const) : action,
		...(kinds.includes(alwaysBlocked) && { always: true as const }),
		...(answer !== undefined && { answer }),
	};
}

/** Lists cannot read the text. `abuse-limit` does not count it: a language is not abuse. */
const unread = (text: string, language: Language) => ({
	kind: 'violation' as const,
	reason: {
		en: 'The text is in a language that the word lists do not have: it was not judged.',
		pt: 'O texto está em um idioma que as listas de palavras não têm: não foi julgado.',
	}[language],
	matches: [{ type: unreadLanguage, start: 0, end: text.length, score: 1 }],
});

/** Self-harm is answered, not only blocked. */
function findRule({ action, kinds = {} }: Check, kind: HarmKind): Required<Pick<HarmRule, 'action'>> & HarmRule & { kind: HarmKind } {
	if (kind === alwaysBlocked) return { kind, action: 'block' };
	const own = kinds[kind] ?? {};
	const usual = action === 'rewrite' ? 'block' : action;
	if (kind !== 'self-harm') return { kind, ...own, action: own.action ?? usual };
	return { kind, message: helpExists, ...own, action: own.action ?? (usual === 'block' ? 'answer' : usual) };
}

function noService(): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: 'The policy asks for a moderation service, but this host has none.',
		fix: 'Set OPENAI_API_KEY, or OPENAI_BASE_URL for a compatible server, connect a credential, or remove "moderation" from the policy.',
	});
}
