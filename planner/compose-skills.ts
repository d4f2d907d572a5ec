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
import { drawWorkflow, openQuestions, readWorkflowWish } from './n8n/import/plan-of-workflow';
import { refuseSecretChange, refuseSecretName } from './wish/secret-name';
import { refuseRounds } from './n8n/import/read-rounds';
import { refuseNodes } from './n8n/import/refuse-nodes';
import type { Plan } from './plan';
import type { PlannerSkills } from './skills';
import { staffPlan } from './staff-plan';
import { answerAbout } from './talk/answer-about';
import { checkTree } from './tree/check-tree';
import type { PlanTree } from './tree/plan-tree';
import { readTree } from './tree/read-tree';

export interface SkillOptions {
	/** Models as `provider:model`; the first that answers counts. Default: what the host has. */
	models?: string[];
	/** True plans by rules alone, as without a model. */
	withoutModel?: boolean;
	/** Lists processes that are deployed where the plan is going to run. */
	processes?: () => Promise<KnownProcess[]>;
}

/** A workflow says what it does: what is asked was found when it was read. */
const questionsOf = ({ workflow }: Plan) => (workflow ? openQuestions : undefined);

/** Ties the parts of the planner together. Models are opened when they are needed first. */
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
		readWorkflow: readWorkflowWish,
		answer(plan, answers) {
			const answered = answerQuestions(plan, answers, questionsOf(plan));
			if (plan.workflow) {
				refuseRounds(plan, answered.answers);
				refuseSecretName(answered.answers.credential ?? answered.answers.systems);
			}
			return answered;
		},
		suppose: (plan) => supposeAnswers(plan, questionsOf(plan)),
		discuss: async (plan, question, signal) => answerAbout(plan, question, await openModel(), signal),
		async draw(plan, signal) {
			if (plan.workflow) {
				const drawn = await drawWorkflow({ ...plan, workflow: plan.workflow });
				return drawn.tree ? { ...drawn, tree: await refuseNodes(drawn.tree, sources(), plan.language) } : drawn;
			}
			const candidates = await candidatesFor(plan.wish, sources(), plan.language);
			return drawTree(plan, candidates, await openModel(), { read: readTree, check }, signal);
		},
		async staff(plan, { tree: drawn, supposed, undrawn = [] }) {
			const { tree, explanation, faults, missing } = await staffPlan(plan, drawn, { sources: sources(), ledger: openLedger(host) });
			const needed = missing.map(({ message, fix }) => `${message} ${fix}`);
			// The drawing says what was supposed of the picture, and which of it the tree has.
			const pictured = new Set(Object.values(plan.picture).map(({ text }) => text.slice(0, 500)));
			const more = explanation.supposed.filter((text) => !pictured.has(text));
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
