/** The values of a label that are not known in advance, and max how many of them a process tells apart. The others are counted as `other`. */
export interface LabelBound {
	max: number;
}

/** The labels of a metric, each with its values or their bound. */
export type MetricLabels = Readonly<Record<string, readonly string[] | LabelBound>>;

/** The processes that export a metric. `n8n` also stands for its workers. */
export const programs = ['serve', 'worker', 'n8n'] as const;
export type Program = (typeof programs)[number];

export type MetricType = 'counter' | 'gauge' | 'histogram';

export interface MetricDefinition {
	type: MetricType;
	/** One sentence. */
	help: string;
	labels: MetricLabels;
	programs: readonly Program[];
}

type Definition<Type extends MetricType, Labels extends MetricLabels> = MetricDefinition & { type: Type; labels: Labels };
type Definer<Type extends MetricType> = <const Labels extends MetricLabels = Record<never, never>>(
	help: string,
	labels?: Labels,
) => Definition<Type, Labels>;

/** Returns what defines the metrics that these programs export. */
export function metricsOf(...exporters: Program[]) {
	const define =
		<Type extends MetricType>(type: Type): Definer<Type> =>
		(help, labels) => ({ type, help, labels: labels ?? ({} as never), programs: exporters });
	return { counter: define('counter'), gauge: define('gauge'), histogram: define('histogram') };
}

/** The bounds of labels that several metrics have. */
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
	/** Lanes, budgets, credentials. */
	name: { max: 1_000 },
} as const satisfies Record<string, LabelBound>;
