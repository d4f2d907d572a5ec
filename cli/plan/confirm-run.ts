import { TroupeError } from '../../core/base/errors';
import { findSinceConfirmed } from '../../planner/change/since-confirmed';
import { signPlanStatement } from '../../planner/confirm/plan-statement';
import { sayPlan } from '../../planner/explain/say-plan';
import type { Plan } from '../../planner/plan';
import { planWords } from '../../planner/words/plan-words';
import { confirmedByPerson } from '../terminal/confirm';
import { type KeyOptions, openSigner } from '../terminal/open-signer';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { describeDifference } from './describe-difference';
import { showPlan } from './new-run';
import { actor, type PlanOptions, withPlans } from './open-plans';
import type { FileOptions } from './write-files';

export type PlanProveOptions = PlanOptions & FileOptions;

export interface PlanConfirmOptions extends PlanOptions, KeyOptions {
	hash?: string;
	engine: 'embedded' | 'zeebe';
	acceptUnsupported?: boolean;
}

export interface PlanRunOptions extends PlanOptions {
	variables: Record<string, unknown>;
}

export function runPlanProve(id: string, options: PlanProveOptions, terminal: Terminal): Promise<ExitCode> {
	return withPlans('plan prove', options, terminal, async (plans, asking) => {
		const plan = await plans.prove(id, asking.stop);
		showPlan(plan, options, asking);
		return plan.proof?.passed ? 0 : 1;
	});
}

/** Confirms a plan by its hash: the named one, or the shown one after a yes. */
export function runPlanConfirm(id: string, options: PlanConfirmOptions, terminal: Terminal): Promise<ExitCode> {
	return withPlans('plan confirm', options, terminal, async (plans, asking) => {
		const seen = await plans.show(id);
		const hash = options.hash ?? (await askHash(seen, asking));
		if (hash === undefined) return 1;
		const { engine, acceptUnsupported } = options;
		const statement = await sign(seen, hash, options, asking);
		const plan = await plans.confirm(id, {
			hash,
			engine,
			by: actor(),
			...(acceptUnsupported && { acceptsUnsupported: true }),
			...(statement !== undefined && { statement }),
		});
		asking.print(options.json ? JSON.stringify(plan) : printable(plan.conversation.at(-1)!.text));
		return 0;
	});
}

async function askHash(plan: Plan, terminal: Terminal): Promise<string | undefined> {
	if (!terminal.ask || plan.hash === undefined)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The hash of what is confirmed is missing.',
			fix: `Look at the plan, and name its hash with --hash: \`troupe plan show ${plan.id}\`.`,
		});
	terminal.note(sayPlan(plan));
	const changes = findSinceConfirmed(plan);
	if (changes) for (const line of describeDifference(changes, planWords[plan.language])) terminal.note(printable(line));
	return (await confirmedByPerson(planWords[plan.language].confirms(plan.hash), {}, terminal)) ? plan.hash : undefined;
}

async function sign(
	{ id, version }: Plan,
	hash: string,
	{ keys, key, engine }: PlanConfirmOptions,
	terminal: Terminal,
): Promise<string | undefined> {
	if (keys === undefined) return undefined;
	const signer = await openSigner({ keys, key }, terminal, 'approver');
	return signPlanStatement({ plan: id, version, hash, engine, by: actor(), at: new Date().toISOString() }, signer);
}

export function runPlanRun(id: string, { variables, ...options }: PlanRunOptions, terminal: Terminal): Promise<ExitCode> {
	return withPlans<ExitCode>('plan run', options, terminal, async (plans, asking) => {
		const plan = await plans.run(id, variables);
		asking.print(options.json ? JSON.stringify(plan) : printable(plan.conversation.at(-1)!.text));
		asking.note(planWords[plan.language].follow(`troupe plan show ${id}`));
		return 0;
	});
}
