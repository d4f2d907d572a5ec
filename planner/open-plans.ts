import { hash as digest, randomBytes } from 'node:crypto';
import { isTroupeError, TroupeError } from '../core/base/errors';
import { canonicalJson } from '../core/json-schema/canonical-json';
import type { Clock } from '../core/ports/host';
import { changePlan } from './change/change-plan';
import { confirmPlan, type StatementKeys } from './confirm/confirm-plan';
import { answerAll, giveAnswers } from './give-answers';
import { type KeptPlans, PlanRecords } from './kept/plan-records';
import { updatePlan } from './kept/update-plan';
import { add, finishDrawing, makePlan } from './make-plan';
import type { Plan, PlanRun } from './plan';
import type { Confirmation, NewPlan, Plans } from './plans';
import { answerStuck } from './run/answer-stuck';
import { findRunActs } from './run/find-run-acts';
import { keepNewest } from './run/live-runs';
import { beginRun, prepareRun } from './run/run-plan';
import type { StartedPlan } from './run/run-plan';
import { showPlan, type WithEngine } from './run/show-plan';
import type { PlannerSkills } from './skills';
import { maxWish } from './wish/sentences';
import { planWords } from './words/plan-words';
import { sayProof } from './words/say-proof';

export interface PlanParts {
	tenant: string;
	clock: Clock;
	kept: KeptPlans;
	skills: PlannerSkills;
	keys: StatementKeys;
	withEngine: WithEngine;
}

const maxText = 4_000;
const firstVersion = '1.0.0';

/** Opens the plans of a tenant: from a wish to a running process. */
export function openPlans(parts: PlanParts): Plans {
	const { skills } = parts;
	const records = new PlanRecords(parts.kept, parts.tenant, parts.clock);
	const make = (plan: Plan, signal: AbortSignal) => makePlan(plan, skills, records.now(), signal);
	return {
		async create(request, signal) {
			const begun = await beginPlan(request, records, skills, signal);
			const plan = answerAll(begun, request, skills);
			if (plan.questions.length > 0) return records.add({ ...plan, conversation: ask(plan, records.now()) });
			return records.add({ ...plan, ...(await make(plan, signal)) });
		},
		list: (filter) => records.list(filter),
		show: async (id) => showPlan(await records.read(id), parts.withEngine, records),
		async ask(id, { text, answers, actsOnRuns }, signal) {
			requireShort(text, maxText, 'What is said');
			const read = await records.read(id);
			const acts = actsOnRuns ? findRunActs(read.plan, text, answers) : [];
			if (acts.length > 0) return answerStuck(id, acts, { ...parts, records });
			const plan = hear(read.plan, text ?? describeAnswers(answers), records.now());
			if (plan.state !== 'asking') {
				const answer = await skills.discuss(plan, text ?? '', signal);
				return records.change(read, { conversation: add(plan, answer, records.now()) }, 'updated');
			}
			const answered = giveAnswers(plan, answers ?? text ?? '', skills);
			const next =
				answered.questions.length > 0
					? { ...answered, conversation: ask(answered, records.now()) }
					: { ...answered, ...(await make(answered, signal)) };
			return records.change(read, next, 'updated');
		},
		async change(id, text, signal) {
			requireShort(text, maxText, 'The change');
			const read = await records.read(id);
			if (!read.plan.tree) throw nothingDrawn(id);
			const plan = hear(read.plan, text, records.now());
			return records.change(read, await changePlan(plan, text, skills, records.now(), signal), 'updated');
		},
		async prove(id, signal) {
			const read = await records.read(id);
			return records.change(read, await provePlan(read.plan, parts, records, signal), 'proved');
		},
		async confirm(id, confirmation) {
			const read = await records.read(id);
			return records.change(read, await confirm(read.plan, confirmation, parts, records), 'confirmed');
		},
		run: (id, variables, key) => startPlan(id, variables, key, { ...parts, records }),
	};
}

/** Reads the wish into a picture, and finds what to ask. */
async function beginPlan(request: NewPlan, records: PlanRecords, skills: PlannerSkills, signal: AbortSignal): Promise<Plan> {
	const { wish, language } = request;
	requireShort(wish, maxWish, 'The wish');
	if (wish.trim() === '')
		throw new TroupeError({ code: 'INPUT_INVALID', message: 'The wish is empty.', fix: 'Say in words what you want done.' });
	const { cannot = [], ...read } = await skills.readWish(wish, language, signal);
	const at = records.now();
	const said = [{ from: 'person' as const, text: wish, at }, ...cannot.map((text) => ({ from: 'planner' as const, text, at }))];
	return {
		id: records.newId(),
		state: 'asking',
		version: firstVersion,
		wish,
		answers: {},
		conversation: said,
		...read,
		...(cannot.length > 0 && { cannot }),
		createdAt: at,
		changedAt: at,
	};
}

const ask = (plan: Plan, at: string): Plan['conversation'] => {
	const texts = plan.questions.map(({ text, choices = [] }) => (choices.length > 0 ? `${text} (${choices.join(' / ')})` : text));
	return add(plan, planWords[plan.language].asks(texts), at);
};

const hear = (plan: Plan, text: string, at: string): Plan => ({
	...plan,
	conversation: [...plan.conversation, { from: 'person', text, at }],
});

const describeAnswers = (answers: Record<string, string> = {}): string => Object.values(answers).join('\n').slice(0, maxText);

async function findMissing(plan: Plan, { skills }: PlanParts, records: PlanRecords, signal: AbortSignal): Promise<Partial<Plan>> {
	const { tree, explanation, conversation } = plan;
	if (!tree || !explanation?.missing?.length) return {};
	const { supposed, undrawn = [] } = explanation;
	const made = await finishDrawing(plan, { tree, faults: [], supposed, undrawn }, skills, records.now(), signal);
	return made.state === 'failed' ? {} : { ...made, conversation };
}

async function provePlan(read: Plan, parts: PlanParts, records: PlanRecords, signal: AbortSignal): Promise<Partial<Plan>> {
	const { skills, clock } = parts;
	const renewed = await findMissing(read, parts, records, signal);
	const plan = { ...read, ...renewed };
	const { tree, files, faults = [] } = plan;
	if (!tree || !files || faults.length > 0)
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The plan ${plan.id} cannot be proved: nothing without problems was drawn yet.`,
			fix: `Look at what it asks, or what is wrong: \`troupe plan show ${plan.id}\`.`,
		});
	const { cases, proof } = await skills.prove(tree, files, clock.now(), signal);
	const isConfirmed = plan.confirmed?.hash === plan.hash;
	const state = isConfirmed ? plan.state : proof.passed ? 'proved' : 'drawn';
	return { ...renewed, cases, proof, state, conversation: add(plan, sayProof(proof, plan.language), records.now()) };
}

async function confirm(plan: Plan, confirmation: Confirmation, { keys }: PlanParts, records: PlanRecords): Promise<Partial<Plan>> {
	const confirmed = await confirmPlan(plan, confirmation, records.now(), keys);
	const said = planWords[plan.language].confirmed(confirmation.hash, confirmed!.by);
	return { confirmed, state: 'confirmed', conversation: add(plan, said, records.now()) };
}

function requireShort(text: string | undefined, max: number, what: string): void {
	if (text === undefined || text.length <= max) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `${what} has ${text.length} characters; the max is ${max}.`,
		fix: 'Say it in fewer words.',
	});
}

const nothingDrawn = (id: string): TroupeError =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The plan ${id} cannot be changed: nothing was drawn yet.`,
		fix: `Answer what it asks: \`troupe plan show ${id}\`.`,
	});

interface StartParts {
	records: PlanRecords;
	keys: Pick<StatementKeys, 'verify'>;
	withEngine: WithEngine;
}

/**
 * Starts an instance of the confirmed plan. Notes the attempt first: a repeated key starts nothing twice. @throws TroupeError STATE_CONFLICT
 * also where the key was used for another request, or nobody knows how the attempt ended
 */
async function startPlan(
	id: string,
	variables: Record<string, unknown>,
	key: string | undefined,
	{ records, keys, withEngine }: StartParts,
): Promise<Plan> {
	const attempt = key === undefined ? randomBytes(16).toString('hex') : digest('sha256', key, 'hex');
	const request = key === undefined ? undefined : digest('sha256', canonicalJson([key, variables]), 'hex');
	const begun = await updatePlan(id, records, 'updated', async (plan) => {
		const earlier = plan.runs?.find((run) => run.attempt === attempt);
		if (earlier) {
			requireSame(plan, earlier, request);
			return undefined;
		}
		const { hash } = await prepareRun(plan, variables, keys);
		const run = { attempt, ...(request !== undefined && { request }), hash, engine: plan.confirmed!.engine, at: records.now() };
		return { runs: keepNewest([...(plan.runs ?? []), { ...run, isStarting: true }]) };
	});
	const noted = begun.runs!.find((run) => run.attempt === attempt)!;
	if (!noted.isStarting) return begun;
	const others = ({ runs = [] }: Plan) => runs.filter((run) => run.attempt !== attempt);
	let isSent = false;
	let started: StartedPlan;
	try {
		const ready = await prepareRun(begun, variables, keys);
		started = await withEngine(noted.engine, (engine) => beginRun(begun, ready, variables, noted, engine, () => (isSent = true)));
	} catch (error) {
		if (!isSent || isRefusal(error)) await updatePlan(id, records, 'updated', (plan) => ({ runs: others(plan) }));
		throw error;
	}
	const { run, said } = started;
	return updatePlan(id, records, 'started', (plan) => ({
		...(plan.hash === run.hash && { state: 'running' as const }),
		runs: keepNewest([...others(plan), run]),
		conversation: add(plan, said, run.at),
	}));
}

function isRefusal(error: unknown): boolean {
	if (!isTroupeError(error) || error.code === 'ENGINE_TIMEOUT' || error.code === 'ENGINE_UNREACHABLE') return false;
	return !error.retryable || error.code === 'ENGINE_OVERLOADED';
}

function requireSame({ id }: Plan, earlier: PlanRun, request: string | undefined): void {
	if (earlier.request !== request)
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The key was used for a start of the plan ${id} with other variables.`,
			fix: 'Use a new key for each new start, and repeat a start as it was.',
		});
	if (earlier.isStarting)
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The start of the plan ${id} with this key began at ${earlier.at}, and its end is not noted: it goes on, or was cut off.`,
			fix: 'Look for its instance on the engine. If there is none, start the plan with another key.',
		});
}
