import { measurements } from '../../core/base/metrics/measurements';
import { listMetrics, type MetricName } from '../../core/base/metrics/metrics';
import { toPrometheus } from '../../core/base/metrics/prometheus';
import { requireFromHost } from '../../core/base/modules/host-modules';
import { readSetting } from '../../core/base/settings/settings';
import { warnOnce } from '../../providers/compose/warn-once';

interface Registry {
	getSingleMetric(name: string): unknown;
	registerMetric(metric: object): void;
}

/**
 * Adds this process's metrics to n8n's `/metrics`; nothing without N8N_METRICS=true. Looks each time: n8n empties its registry when it opens
 * the endpoint.
 */
export function exposeMetrics(load: () => { register: Registry } = loadClient): void {
	if (readSetting('N8N_METRICS') !== 'true') return;
	try {
		const { register } = load();
		for (const metric of listMetrics('n8n')) if (!register.getSingleMetric(metric.name)) register.registerMetric(toCollector(metric.name));
	} catch (error) {
		warnOnce('TROUPE_METRICS', 'The metrics of Troupe are not in those of n8n:', error);
	}
}

const loadClient = () => requireFromHost('prom-client') as { register: Registry };

function toCollector(name: MetricName): object {
	const read = () => toPrometheus(measurements.read('n8n').find((metric) => metric.name === name)!);
	return { ...read(), get: async () => read(), reset: () => undefined };
}
