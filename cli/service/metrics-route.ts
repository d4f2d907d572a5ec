import type { FastifyInstance } from 'fastify';
import type { Guard } from './access/ask-for-scope';

/** One metric with its samples. */
export interface Metric {
	name: string;
	help: string;
	type: 'counter' | 'gauge';
	samples: Array<{ labels?: Record<string, string>; value: number }>;
}

/** GET /metrics, for Prometheus. */
export function metricsRoute(service: FastifyInstance, onRequest: Guard, read: () => Promise<Metric[]>): void {
	service.get('/metrics', { onRequest, schema: { summary: "Metrics in Prometheus' text format" } }, async (_request, reply) =>
		reply.type(metricsContentType).send(metricsText(await read())),
	);
}

/** Prometheus' text format, version 0.0.4. */
const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** Writes metrics in Prometheus' text format. */
export function metricsText(metrics: Metric[]): string {
	return metrics
		.map(
			({ name, help, type, samples }) =>
				`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.map((sample) => line(name, sample)).join('')}`,
		)
		.join('');
}

function line(name: string, { labels = {}, value }: Metric['samples'][number]): string {
	const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
	return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
