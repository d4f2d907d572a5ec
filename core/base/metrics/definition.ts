/** Max distinct values of a label per process. Further ones count as `other`. */
interface LabelBound {
	max: number;
}

type MetricLabels = Readonly<Record<string, readonly string[] | LabelBound>>;

/** The exporting processes. `n8n` includes its workers. */
const programs = ['serve', 'worker', 'n8n'] as const;
export type Program = (typeof programs)[number];

export type MetricType = 'counter' | 'gauge' | 'histogram';

export interface MetricDefinition {
	type: MetricType;
	help: string;
	labels: MetricLabels;
	programs: readonly Program[];
}

type Definition<Type extends MetricType, Labels extends MetricLabels> = MetricDefinition & { type: Type; labels: Labels };
type Definer<Type extends MetricType> = <const Labels extends MetricLabels = Record<never, never>>(
	help: string,
	labels?: Labels,
) => Definition<Type, Labels>;

export function metricsOf(...exporters: Program[]) {
	const define =
		<Type extends MetricType>(type: Type): Definer<Type> =>
		(help, labels) => ({ type, help, labels: labels ?? ({} as never), programs: exporters });
	return { counter: define('counter'), gauge: define('gauge'), histogram: define('histogram') };
}

export const bounds = {
	tenant: { max: 1_000 },
	channel: { max: 1_000 },
	agent: { max: 100 },
	version: { max: 500 },
	model: { max: 100 },
	tool: { max: 200 },
	collection: { max: 100 },
	service: { max: 20 },
	method: { max: 10 },
	jobType: { max: 100 },
	code: { max: 200 },
	route: { max: 300 },
	status: { max: 60 },
	name: { max: 1_000 },
} as const satisfies Record<string, LabelBound>;
