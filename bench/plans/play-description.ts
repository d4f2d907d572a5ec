import { existsSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { systemClock } from '../../core/ports/host';
import { composeSkills } from '../../planner/compose-skills';
import { createOwnKey } from '../../planner/confirm/own-key';
import { openPlans } from '../../planner/open-plans';
import type { Plan } from '../../planner/plan';
import type { Plans } from '../../planner/plans';
import type { Host } from '../../providers/compose/hosts/host';
import { openPlanStore } from '../../providers/state/plans/plan-store';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import type { Description } from './corpus';

/** A plan that was made of a description. */
export interface Played {
	plan: Plan;
	plans: Plans;
}

/**
 * Plans a described process in memory, and gives the plan to `work`. The model replays `ID.json` of the folder, a list of its answers in the order of
 * requests, and then those of `ID.change.json`.
 * @throws Error where nothing was recorded, or the planner asks more or less often than was recorded
 */
export async function playDescription<Result>(
	{ id, text, language, answers }: Description,
	work: (played: Played, signal: AbortSignal) => Promise<Result>,
	folder = 'bench/plans/recorded',
): Promise<Result> {
	const made = readAnswers(`${folder}/${id}.json`);
	const changed = readAnswers(`${folder}/${id}.change.json`);
	if (made.length === 0) throw new Error(`${folder}/${id}.json has no answers. Record those of a model.`);
	const model = scriptedChatModel(...made, ...changed);
	const host: Host = { gate: openGate(), agentFolders: [], providers: {}, model };
	const store = openPlanStore(':memory:');
	const key = createOwnKey(randomBytes(32));
	try {
		const plans = openPlans({
			tenant: 'bench',
			clock: systemClock,
			kept: {
				store,
				seal: (words) => Promise.resolve(Buffer.from(words)),
				unseal: (sealed) => Promise.resolve(Buffer.from(sealed).toString()),
			},
			skills: composeSkills(host),
			keys: { sign: (facts) => Promise.resolve(key.sign(facts)), verify: async (statement) => key.verify(statement) },
			withEngine: () => Promise.reject(new Error('Plans of the corpus are not run.')),
		});
		const { signal } = new AbortController();
		const requireMade = () => requireCalls(`${id}.json`, model.requests.length, made.length);
		const plan = await plans.create({ wish: text, language, answers, supposes: true }, signal).finally(requireMade);
		const result = await work({ plan, plans }, signal);
		if (model.requests.length > made.length) requireCalls(`${id}.change.json`, model.requests.length - made.length, changed.length);
		return result;
	} finally {
		await store.close();
	}
}

const readAnswers = (path: string): string[] => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as string[]) : []);

/** Parts of the planner go on without a model that fails, and a figure of half a recording would be of nothing. */
function requireCalls(file: string, asked: number, answers: number): void {
	if (asked !== answers)
		throw new Error(`${file} has ${answers} answers, but the model was asked ${asked} times. Record the answers again.`);
}
