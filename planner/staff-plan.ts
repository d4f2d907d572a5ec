import { estimatePlan } from './cost/estimate-plan';
import type { CostLedger } from './cost/ledger';
import { chooseDoers, rulesForPeople } from './doers/choose-doers';
import { doByHand } from './doers/do-by-hand';
import type { DoerSources } from './doers/doer';
import { explainPlan } from './explain/explain-plan';
import type { Said } from './explain/list-given';
import type { Explanation, Plan } from './plan';
import type { Fault, PlanTree } from './tree/plan-tree';

interface StaffedPlan {
	tree: PlanTree;
	explanation: Explanation;
	faults: Fault[];
	missing: Fault[];
}

export async function staffPlan(
	plan: Pick<Plan, 'language'> & Said,
	tree: PlanTree,
	{ sources, ledger }: { sources: DoerSources; ledger: CostLedger },
): Promise<StaffedPlan> {
	const chosen = doByHand(await chooseDoers(tree, sources, plan.language), plan.language);
	const costs = await estimatePlan(chosen.tree, chosen.notes, ledger);
	const explanation = explainPlan(plan, chosen.tree, chosen.notes, costs);
	const missing = chosen.faults.filter(({ rule }) => rulesForPeople.includes(rule));
	return {
		tree: chosen.tree,
		explanation: {
			...explanation,
			supposed: [...explanation.supposed, ...chosen.supposed],
			steps: explanation.steps.map((step) => ({ ...step, risks: [...step.risks, ...tellMissing(step.id, missing, chosen)] })),
		},
		faults: chosen.faults.filter((fault) => !missing.includes(fault)),
		missing,
	};
}

function tellMissing(id: string, missing: readonly Fault[], { faultsOf }: { faultsOf: ReadonlyMap<string, Fault[]> }): string[] {
	return (faultsOf.get(id) ?? []).filter((fault) => missing.includes(fault)).map(({ message, fix }) => `${message} ${fix}`);
}
