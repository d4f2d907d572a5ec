import { alerts } from './alerts';
import { burnRates, minimumEvents, type Objective, objectives } from './objectives';

const runbook = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/runbooks/alerts.md';

interface Rule {
	record?: string;
	alert?: string;
	expr: string;
	for?: string;
	labels?: Record<string, string>;
	annotations?: Record<string, string>;
}

export const listRuleGroups = (): Array<{ name: string; rules: Rule[] }> => [
	{ name: 'troupe-objectives', rules: objectives.flatMap(listRatios) },
	{ name: 'troupe-budgets', rules: objectives.flatMap(listBurns) },
	{
		name: 'troupe-alerts',
		rules: alerts.map(({ name, expr, for: time, severity, summary }) => ({
			alert: name,
			expr,
			for: time,
			labels: { severity },
			annotations: { summary, runbook_url: toRunbook(name) },
		})),
	},
];

export async function writeRules(): Promise<string> {
	const { stringify } = await import('yaml');
	return `# Written by \`troupe metrics write\`. Change a goal with a rule of your own, not here: the next version writes the file again.\n${stringify(
		{ groups: listRuleGroups() },
		{ lineWidth: 0 },
	)}`;
}

const nameRatio = ({ id }: Objective, window: string) => `troupe:${id}:bad_ratio_rate${window}`;
const nameEvents = ({ id }: Objective, window: string) => `troupe:${id}:events_rate${window}`;

function listRatios(objective: Objective): Rule[] {
	const { bad, total } = objective;
	return burnRates.flatMap(({ long, short }) => [
		...[short, long].map((window) => ({
			record: nameRatio(objective, window),
			// No failures make no series: the ratio is then zero of the total.
			expr: `(${bad(window)} or 0 * ${total(window)}) / (${total(window)} > 0)`,
		})),
		{ record: nameEvents(objective, long), expr: total(long) },
	]);
}

const seconds = { '1h': 3_600, '6h': 21_600 } as const;

function listBurns(objective: Objective): Rule[] {
	const { alert, goal, what } = objective;
	return burnRates.map(({ long, short, rate, severity, for: time }) => {
		const limit = Number((rate * (1 - goal)).toFixed(6));
		const isBurning = [long, short].map((window) => `${nameRatio(objective, window)} > ${limit}`).join(' and ');
		return {
			alert,
			expr: `${isBurning} and ${nameEvents(objective, long)} * ${seconds[long]} >= ${minimumEvents}`,
			for: time,
			labels: { severity, window: long },
			annotations: {
				summary: `{{ $value | humanizePercentage }} of the last ${long}: ${what}. The goal is ${Number((100 * (1 - goal)).toFixed(3))} % at most.`,
				runbook_url: toRunbook(alert),
			},
		};
	});
}

const toRunbook = (alert: string) => `${runbook}#${alert.toLowerCase()}`;
