import * as Type from 'typebox/type';
import type { Language } from '../../base/text/languages';
import type { AbuseStanding } from '../../ports/abuse';
import type { GuardrailVerdict, ObservedViolation } from '../../ports/guardrails/guardrail';
import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import { systemClock } from '../../ports/host';
import { compareMinHashes, minHash } from '../abuse/min-hash';
import { findEncoded } from '../leaks/find-encoded';
import { type CheckWith, type CreatedCheck, defineCheck } from '../policy/check-kind';
import { whole } from '../policy/policy-shapes';

type Oddity = 'refusals' | 'probes' | 'repeats' | 'similar';

/** Min messages within the window. 0: never. */
type OddityLimits = Record<Oddity, number> & { windowMs: number };

const maxMessages = 100;
const alike = 0.6;

function addSigns(
	standing: AbuseStanding | undefined,
	{ windowMs }: OddityLimits,
	{ now, mark, signs = [] }: { now: number; mark?: string; signs?: readonly ('refusals' | 'probes')[] },
): AbuseStanding {
	const recent = (times: readonly number[] = []) => times.filter((at) => at > now - windowMs).slice(1 - maxMessages);
	const { violations = [], odd = {} } = standing ?? {};
	const messages = (odd.messages ?? []).filter(({ at }) => at > now - windowMs).slice(1 - maxMessages);
	return {
		...standing,
		violations,
		odd: {
			...odd,
			messages: mark === undefined ? messages : [...messages, { at: now, mark }],
			refusals: [...recent(odd.refusals), ...(signs.includes('refusals') ? [now] : [])],
			probes: [...recent(odd.probes), ...(signs.includes('probes') ? [now] : [])],
		},
	};
}

/** Returns an unreported oddity of a contact, with its count. Judges the last message. */
function findOddity(
	{ odd = {} }: AbuseStanding,
	limits: OddityLimits,
	now: number,
	isTold: (oddity: Oddity) => boolean,
): { oddity: Oddity; times: number } | undefined {
	const since = now - limits.windowMs;
	const messages = (odd.messages ?? []).filter(({ at }) => at > since);
	const last = messages.at(-1);
	const shares = last ? messages.map(({ mark }) => compareMinHashes(mark, last.mark)) : [];
	const times: Record<Oddity, number> = {
		probes: (odd.probes ?? []).filter((at) => at > since).length,
		refusals: (odd.refusals ?? []).filter((at) => at > since).length,
		repeats: messages.filter(({ mark }) => mark === last?.mark).length,
		similar: shares.filter((share) => share >= alike).length,
	};
	const found = (Object.keys(times) as Oddity[]).find((oddity) => limits[oddity] > 0 && times[oddity] >= limits[oddity] && !isTold(oddity));
	return found && { oddity: found, times: times[found] };
}

const minuteMs = 60_000;
const defaults = { windowMinutes: 60, refusals: 5, probes: 3, repeats: 10, similar: 30, everybody: 20 };
const everybody = '\0everybody';

const probing = new Set(['prompt-exfiltration', 'context-exfiltration']);

const reasons: Record<Oddity | 'everybody', Record<Language, (times: number) => string>> = {
	everybody: {
		en: (times) => `Guardrails stopped ${times} messages of all contacts together within the time that counts.`,
		pt: (times) => `As proteções pararam ${times} mensagens de todos os contatos juntos no período que conta.`,
	},
	refusals: {
		en: (times) => `Guardrails stopped ${times} messages of the contact within the time that counts.`,
		pt: (times) => `As proteções pararam ${times} mensagens do contato no período que conta.`,
	},
	probes: {
		en: (times) => `${times} messages of the contact asked for the prompt within the time that counts.`,
		pt: (times) => `${times} mensagens do contato pediram o prompt no período que conta.`,
	},
	repeats: {
		en: (times) => `The contact sent the same message ${times} times within the time that counts.`,
		pt: (times) => `O contato enviou a mesma mensagem ${times} vezes no período que conta.`,
	},
	similar: {
		en: (times) => `The contact sent ${times} nearly equal messages within the time that counts, as in reading out a collection.`,
		pt: (times) => `O contato enviou ${times} mensagens quase iguais no período que conta, como quem extrai um acervo.`,
	},
};

const options = {
	windowMinutes: whole(1, 1_440, 'Default 60.'),
	refusals: whole(0, 100, 'From how many stopped messages within the window a contact is odd; 0: never. Default 5.'),
	probes: whole(0, 100, 'The same for messages that ask for the prompt. Default 3.'),
	repeats: whole(0, 100, 'The same for equal messages. Default 10.'),
	similar: whole(0, 100, 'The same for nearly equal messages. Default 30.'),
	encoded: Type.Optional(
		Type.Boolean({
			description:
				'Whether calls of tools are searched for texts that the model encoded, and long random names in addresses. Default true.',
		}),
	),
	everybody: whole(0, 100, 'From how many stopped messages of all contacts together it is told; 0: never. Default 20.'),
};

/**
 * Finds contacts whose messages are repeatedly refused, ask for the prompt, or are (nearly) the same, as when extracting knowledge. Without a contact
 * or state, everything passes. Also reports attempts of all contacts together.
 */
export const oddBehaviour = defineCheck({
	id: 'odd-behaviour',
	code: 'ODD_BEHAVIOUR',
	options,
	stages: ['input', 'tool-arguments'],
	fixesStages: true,
	arguments: 'named',
	onlyStops: true,
	scope: 'text',
	create: (check, { openAbuse, clock = systemClock }) => {
		const limits = readLimits(check);
		const ofAll = { ...limits, refusals: check.everybody ?? defaults.everybody, probes: 0, repeats: 0, similar: 0 };
		// A rewritten message is judged again, but counts once.
		const judged = new WeakSet<GuardrailContext>();
		const count = async (contact: string, added: Omit<Parameters<typeof addSigns>[2], 'now'>, of = limits) => {
			const store = await openAbuse?.();
			let found: ReturnType<typeof findOddity>;
			await store?.change(contact, of.windowMs, (before) => {
				const now = clock.now();
				const standing = addSigns(before, of, { now, ...added });
				// Logged oddities are reported once, not with each message.
				const isToldOnce = check.action === 'log' || of === ofAll;
				const { told = {} } = standing.odd ?? {};
				const isTold = (oddity: string) => isToldOnce && (told[oddity] ?? -Infinity) > now - of.windowMs;
				found = findOddity(standing, of, now, isTold);
				return found ? { ...standing, odd: { ...standing.odd, told: { ...told, [found.oddity]: now } } } : standing;
			});
			return found;
		};
		return {
			async check(text, context) {
				const { contact, stage } = context;
				if (stage === 'tool-arguments') return check.encoded === false ? { kind: 'pass' } : judgeArgument(text, context);
				if (contact === undefined || judged.has(context)) return { kind: 'pass' };
				judged.add(context);
				const found = await count(contact, { mark: minHash(text) });
				return found ? { kind: 'violation', ...describe(found, text.length, context.language) } : { kind: 'pass' };
			},
			async observe(violations, { contact, language, stage }, { length }) {
				const signs = listSigns(violations);
				if (signs.length === 0 || stage === 'tool-arguments') return undefined;
				const found = contact === undefined ? undefined : await count(contact, { signs });
				if (found && signs.some((sign) => sign === found.oddity)) return describe(found, length, language);
				const all = ofAll.refusals > 0 ? await count(everybody, { signs: ['refusals'] }, ofAll) : undefined;
				return all && describe({ oddity: 'everybody', times: all.times }, length, language);
			},
		} satisfies CreatedCheck;
	},
});

function judgeArgument(text: string, { given, language, isRestored }: GuardrailContext): GuardrailVerdict {
	// Token values belong to the conversation. Outside an agent, given texts are unknown.
	const matches = isRestored || !given ? [] : findEncoded(text, given);
	return matches.length === 0 ? { kind: 'pass' } : { kind: 'violation', reason: hiddenData[language], matches };
}

const hiddenData: Record<Language, string> = {
	en: 'The call of a tool has an encoded text or a random name in an address, which the model made.',
	pt: 'A chamada de uma ferramenta tem um texto codificado ou um nome aleatório em um endereço, que o modelo criou.',
};

function describe({ oddity, times }: { oddity: Oddity | 'everybody'; times: number }, length: number, language: Language) {
	return { reason: reasons[oddity][language](times), matches: [{ type: oddity, start: 0, end: length, score: 1 }], matchCount: times };
}

function readLimits(check: CheckWith<typeof options>): OddityLimits {
	const { windowMinutes, refusals, probes, repeats, similar } = { ...defaults, ...check };
	return { windowMs: windowMinutes * minuteMs, refusals, probes, repeats, similar };
}

/** Ignores the check's own stops: otherwise a contact could never write again. */
function listSigns(violations: readonly ObservedViolation[]): Array<'refusals' | 'probes'> {
	const others = violations.filter(({ guardrail, exempted }) => guardrail !== 'odd-behaviour' && guardrail !== 'abuse-limit' && !exempted);
	const isRefused = others.some(({ action }) => action === 'block' || action === 'ask-person');
	const isProbe = others.some(({ matches }) => matches.some(({ type }) => probing.has(type)));
	// Nobody is refused for talking of self-harm.
	const isDespair = others.every(({ matches }) => matches.length > 0 && matches.every(({ type }) => type === 'self-harm'));
	return [...(isRefused && !isDespair ? (['refusals'] as const) : []), ...(isProbe ? (['probes'] as const) : [])];
}
