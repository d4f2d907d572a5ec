import type { ChatModel } from '../core/ports/models/models';
import type { Host } from '../providers/compose/hosts/host';
import { composePlanner } from '../providers/compose/models/models';
import { composeRoute } from '../providers/compose/models/named-models';
import { checkPlan } from './check-plan';
import { changeTree } from './change/change-tree';
import { buildProcess } from './build/build-process';
import { lintPlan } from './build/lint-plan';
import { openLedger } from './cost/open-ledger';
import { candidatesFor } from './doers/find-candidates';
import { type KnownProcess, openDoers } from './doers/sources/open-doers';
import { drawTree } from './draw/draw-tree';
import { answerQuestions, supposeAnswers } from './interview/answer-questions';
import { readWish } from './interview/read-wish';
import { provePlanWith } from './prove/prove-plan';
import { openRecordings } from './prove/recordings/open-recordings';
import { refuseSecretChange } from './tree/secret-name';
import type { PlannerSkills } from './skills';
import { staffPlan } from './staff-plan';
import { answerAbout } from './talk/answer-about';
import { checkTree } from './tree/check-tree';
import type { PlanTree } from './tree/plan-tree';
import { readTree } from './tree/read-tree';

export interface SkillOptions {
	models?: string[];
	/** True reads the wish as an outline, as where no model is. */
	withoutModel?: boolean;
	/** Lists processes that are deployed where the plan is going to run. */
	processes?: () => Promise<KnownProcess[]>;
}

export function composeSkills(host: Host, { models = [], withoutModel, processes }: SkillOptions = {}): PlannerSkills {
	let opened: Promise<ChatModel | undefined> | undefined;
	const openModel = (): Promise<ChatModel | undefined> => {
		if (withoutModel) return Promise.resolve(undefined);
		return (opened ??= models.length > 0 ? composeRoute(models, host) : composePlanner(host));
	};
	const sources = () => openDoers(host, processes);
	const check = (tree: PlanTree) => checkPlan(tree, sources());
	return {
		readWish: async (wish, language, signal) => readWish(wish, await openModel(), signal, language),
		answer: answerQuestions,
		suppose: supposeAnswers,
		discuss: async (plan, question, signal) => answerAbout(plan, question, await openModel(), signal),
		async draw(plan, signal) {
			const candidates = await candidatesFor(plan.wish, sources(), plan.language);
			return drawTree(plan, candidates, await openModel(), { read: readTree, check }, signal);
		},
		async staff(plan, { tree: drawn, supposed, undrawn = [] }) {
			const { tree, explanation, faults, missing } = await staffPlan(plan, drawn, { sources: sources(), ledger: openLedger(host) });
			const needed = missing.map(({ message, fix }) => `${message} ${fix}`);
			const more = explanation.supposed.filter((text) => !supposed.includes(text));
			return {
				tree,
				explanation: {
					...explanation,
					supposed: [...new Set([...supposed, ...more])],
					...(undrawn.length > 0 && { undrawn }),
					...(needed.length > 0 && { missing: needed }),
				},
				faults,
			};
		},
		async change(plan, text, signal) {
			refuseSecretChange(text);
			const candidates = await candidatesFor(`${plan.wish}\n${text}`.slice(-4_000), sources(), plan.language);
			return changeTree(plan.tree!, text, candidates, await openModel(), { read: readTree, check }, signal);
		},
		check: checkTree,
		build: buildProcess,
		lint: lintPlan,
		prove: provePlanWith(openRecordings(host)),
	};
}
