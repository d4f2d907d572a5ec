import * as Type from 'typebox/type';
import { optionalEach } from '../../base/shape';
import type { Language } from '../../base/text/languages';
import type { AbuseStanding, AbuseStore } from '../../ports/abuse';
import type { ObservedViolation } from '../../ports/guardrails/guardrail';
import { systemClock } from '../../ports/host';
import { type AbuseLimits, countViolation, findHindrance, isSlowed, keepMs } from '../abuse/abuse-limits';
import { abuseMessages, abuseReasons } from '../abuse/abuse-texts';
import { chooseLanguage } from '../harm/harm-texts';
import { type CheckWith, type CreatedCheck, defineCheck } from '../policy/check-kind';
import { listOf, refer, whole } from '../policy/policy-shapes';
import { unreadLanguage } from './harmful-content';

type Check = CheckWith<typeof options>;

const minuteMs = 60_000;
const defaults = {
	counts: ['harmful-content', 'injection'],
	windowMinutes: 1_440,
	warn: 1,
	slow: 3,
	block: 5,
	slowSeconds: 60,
	blockMinutes: 1_440,
};

const options = {
	counts: listOf(refer('id'), 50, 'The names of the checks whose violations count. Default harmful-content and injection.'),
	windowMinutes: whole(1, 43_200, 'Default 1,440, a day.'),
	warn: whole(0, 100, 'From how many such messages within the window the contact is warned; 0: never. Default 1.'),
	slow: whole(0, 100, 'The same for being slowed down. Default 3.'),
	block: whole(0, 100, 'The same for being blocked. Default 5.'),
	slowSeconds: whole(1, 86_400, 'Time between two messages of a contact who is slowed down. Default 60.'),
	blockMinutes: whole(1, 525_600, 'Default 1,440, a day.'),
	messages: Type.Optional(
		optionalEach(['warn', 'slow', 'block'], refer('localizedText'), {
			minProperties: 1,
			description: 'What the contact is told.',
		}),
	),
};

/**
 * Warns, slows down and blocks contacts who repeatedly break other checks, in all their channels. Counts by a keyed hash of the contact's id, never
 * messages about self-harm alone. Without a contact or state, everything passes.
 */
export const abuseLimit = defineCheck({
	id: 'abuse-limit',
	code: 'ABUSE_LIMIT',
	options,
	stages: ['input'],
	fixesStages: true,
	onlyStops: true,
	scope: 'text',
	create: (check, { openAbuse, clock = systemClock }) => {
		const limits = readLimits(check);
		const counts = new Set(check.counts ?? defaults.counts);
		return {
			async check(_text, { contact, language }) {
				const store = contact === undefined ? undefined : await openAbuse?.();
				if (store === undefined || contact === undefined) return { kind: 'pass' };
				const standing = await store.read(contact);
				const step = await decide(store, contact, limits, clock.now(), standing);
				if (step)
					return { kind: 'violation', reason: abuseReasons[step][language], matches: [], answer: chooseMessage(check, step, language) };
				return { kind: 'pass' };
			},
			async observe(violations, { contact, language }) {
				if (contact === undefined || !violations.some((violation) => isCounted(violation, counts))) return undefined;
				const store = await openAbuse?.();
				if (store === undefined) return undefined;
				let reached: ReturnType<typeof countViolation>['reached'] = 'none';
				await store.change(contact, keepMs(limits), (before) => {
					const counted = countViolation(before, limits, clock.now());
					reached = counted.reached;
					return counted.standing;
				});
				return describeStep(check, reached, language);
			},
		} satisfies CreatedCheck;
	},
});

function readLimits(check: Check): AbuseLimits {
	const { windowMinutes, warn, slow, block, slowSeconds, blockMinutes } = { ...defaults, ...check };
	return { windowMs: windowMinutes * minuteMs, warn, slow, block, slowMs: slowSeconds * 1_000, blockMs: blockMinutes * minuteMs };
}

/** Returns what hinders a message, if anything. One of several at the same moment passes, also on several machines. */
async function decide(store: AbuseStore, contact: string, limits: AbuseLimits, now: number, standing: AbuseStanding | undefined) {
	let step = findHindrance(standing, limits, now);
	if (step || !standing || !isSlowed(standing, limits, now)) return step;
	await store.change(contact, keepMs(limits), (before) => {
		step = findHindrance(before, limits, now);
		return before && step ? before : { violations: [], ...before, passedAt: now };
	});
	return step;
}

/** Nobody is blocked for talking of self-harm, or for their language. */
function isCounted({ guardrail, matches, exempted }: ObservedViolation, counts: ReadonlySet<string>): boolean {
	if (!counts.has(guardrail) || exempted) return false;
	return matches.length === 0 || matches.some(({ type }) => type !== 'self-harm' && type !== unreadLanguage);
}

function describeStep(check: Check, step: ReturnType<typeof countViolation>['reached'], language: Language) {
	if (step === 'none') return undefined;
	return { reason: abuseReasons[step][language], answer: chooseMessage(check, step, language) };
}

function chooseMessage({ messages }: Check, step: 'warn' | 'slow' | 'block', language: Language): string {
	const own = messages?.[step];
	return (own && chooseLanguage(own, language)) ?? abuseMessages[step][language];
}
