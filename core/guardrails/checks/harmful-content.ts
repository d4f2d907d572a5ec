import { TroupeError } from '../../base/errors';
import type { ContentModerator, Language } from '../../ports';
import { type FoundHarm, findHarm } from '../harm/find-harm';
import type { HarmKind } from '../harm/harm-kinds';
import { chooseLanguage, describeHarm, helpExists } from '../harm/harm-texts';
import type { CheckKind, GuardParts } from '../policy/check-kind';
import type { HarmRule, PolicyCheck } from '../policy/guardrail-policy';

type Check = PolicyCheck<'harmful-content'>;

const defaultModerationModel = 'omni-moderation-latest';
/** The strictest first: of several kinds, the text gets the first action. */
const actions = ['block', 'ask-person', 'answer', 'log'] as const;
/** Whatever a policy says. */
const alwaysBlocked = 'sexual-minors' satisfies HarmKind;
const alwaysThreshold = 0.6;
/** The type of the match of such a text. */
export const unreadLanguage = 'other-language';

/**
 * Hate, harassment, violence, sexual content, self-harm and dangerous acts, each with its own threshold and action. Word lists decide the clear cases, a
 * moderation service and a judge the others.
 */
export const harmfulContent: CheckKind<'harmful-content'> = {
	code: 'HARMFUL_CONTENT',
	stages: ['input', 'output', 'tool-result'],
	scope: 'text',
	// The lists alone judge single sentences; a sentence of a text in another language can be too short to tell.
	chooseScope: ({ judge, moderation, otherLanguages = 'log' }) =>
		judge === 'never' && !moderation && (otherLanguages === 'log' || otherLanguages === 'pass') ? 'sentence' : 'text',
	choosesAction: true,
	create: (check, parts) => {
		const thresholds = readThresholds(check);
		const judge = check.judge === 'never' ? undefined : parts.judge;
		const { otherLanguages = 'log' } = check;
		const asksJudge = check.judge === 'always' ? 'always' : 'in-doubt';
		return {
			id: 'harmful-content',
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
};

function readThresholds({ kinds = {} }: Check): Partial<Record<HarmKind, number>> {
	const own = Object.entries(kinds).flatMap(([kind, rule]) => (rule?.threshold === undefined ? [] : [[kind, rule.threshold]]));
	return { ...(Object.fromEntries(own) as Partial<Record<HarmKind, number>>), [alwaysBlocked]: alwaysThreshold };
}

/** A service that the policy asks for and the host does not have is a failure of the check, which the policy's `onFailure` decides about. */
function openModerator({ moderation }: Check, { openModerator: open }: GuardParts): ContentModerator | undefined {
	if (!moderation) return undefined;
	return open?.(moderation.model ?? defaultModerationModel) ?? { id: 'none', moderate: () => Promise.reject(noService()) };
}

function judgeFound(check: Check, { kinds, matches, failure }: FoundHarm, language: Language) {
	const rules = kinds.map((kind) => findRule(check, kind));
	const action = actions.find((one) => rules.some((rule) => rule.action === one))!;
	// Who speaks of harming themselves is told where help exists, also if the text is blocked for something else.
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

/** A text that the lists cannot read. Nobody is limited for their language: `abuse-limit` does not count it. */
const unread = (text: string, language: Language) => ({
	kind: 'violation' as const,
	reason: {
		en: 'The text is in a language that the word lists do not have: it was not judged.',
		pt: 'O texto está em um idioma que as listas de palavras não têm: não foi julgado.',
	}[language],
	matches: [{ type: unreadLanguage, start: 0, end: text.length, score: 1 }],
});

/** What is done about a kind: self-harm is answered, not only blocked. */
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
