import type { BriefPlan } from '../../planner/brief-plan';
import type { Plan } from '../../planner/plan';
import { sayUnasked } from '../../planner/run/tell-progress';
import type { ExitCode } from '../terminal/report-error';
import { planWords } from '../../planner/words/plan-words';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';
import { showPlan } from './new-run';
import { type PlanOptions, readPlans } from './open-plans';
import type { FileOptions } from './write-files';

export type PlanShowOptions = PlanOptions & FileOptions;

export interface PlanListOptions extends PlanOptions {
	state?: Plan['state'];
	limit: number;
}

export function runPlanShow(id: string, options: PlanShowOptions, terminal: Terminal): Promise<ExitCode> {
	return readPlans<ExitCode>(options, terminal, async (plans) => {
		const plan = await plans.show(id);
		showPlan(plan, options, terminal);
		if (options.json) return 0;
		for (const line of describeRuns(plan, terminal)) terminal.print(line);
		for (const line of sayUnasked(plan)) terminal.note(printable(line));
		for (const { instanceKey, state } of plan.runs ?? [])
			if (state === 'incident') terminal.note(planWords[plan.language].answerStuck(instanceKey!, `troupe plan ask ${id}`));
		return 0;
	});
}

export function runPlanList({ state, limit, ...options }: PlanListOptions, terminal: Terminal): Promise<ExitCode> {
	return readPlans<ExitCode>(options, terminal, async (plans) => {
		const page = await plans.list({ ...(state && { state }), limit });
		if (options.json) for (const plan of page.items) terminal.print(JSON.stringify(plan));
		else if (page.items.length === 0) terminal.note('There is no such plan.');
		else for (const line of describePlans(page.items, terminal)) terminal.print(line);
		if (!options.json) tellMore(page, terminal);
		return 0;
	});
}

const showTime = (time: string) => time.slice(0, 19).replace('T', ' ');

const describePlans = (plans: BriefPlan[], terminal: Terminal): string[] =>
	tableLines(
		[
			{ name: 'id', title: 'id', value: ({ id }) => id },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'name', title: 'name', value: ({ tree, wish }) => printable((tree?.name ?? wish).slice(0, 60)) },
			{ name: 'version', title: 'version', value: ({ version }) => version },
			{ name: 'changed', title: 'changed (UTC)', value: ({ changedAt }) => showTime(changedAt) },
		],
		plans,
		terminal,
	);

function describeRuns({ runs = [] }: Plan, terminal: Terminal): string[] {
	if (runs.length === 0) return [];
	const told = runs.map((run) => ({
		instance: run.instanceKey ?? '-',
		state: run.state ?? (run.isStarting ? '-' : 'deployed'),
		at: showTime(run.at),
		what: [
			...(run.incidents ?? []).map(({ step, message }) => `${step}: ${message}`),
			...(run.retries ?? []).map(
				({ step, message, at }) => `${step}, tried again${at === undefined ? '' : ` at ${showTime(at)}`}: ${message}`,
			),
			...(run.waitsFor ?? []),
		].join('; '),
		cost: run.cost === undefined ? '-' : `US$ ${run.cost.toFixed(4)}`,
	}));
	return tableLines(
		[
			{ name: 'instance', title: 'instance', value: ({ instance }) => instance },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'cost', title: 'cost', value: ({ cost }) => cost },
			{ name: 'started', title: 'started (UTC)', value: ({ at }) => at },
			{ name: 'waits', title: 'stands at', value: ({ what }) => printable(what) },
		],
		told,
		terminal,
	);
}
