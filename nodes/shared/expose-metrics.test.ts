import client from 'prom-client';
import { measurements } from '../../core/base/metrics/measurements';
import { listMetrics } from '../../core/base/metrics/metrics';
import { promtool, promtoolTest } from '../../test/support/prometheus/promtool';
import { exposeMetrics } from './expose-metrics';

let registry: client.Registry;
const expose = () => exposeMetrics(() => ({ register: registry }));
beforeEach(() => {
	registry = new client.Registry();
	process.env.N8N_METRICS = 'true';
});
afterEach(() => delete process.env.N8N_METRICS);

it("adds what Troupe measures to n8n's own metrics, as it is when they are read (n8n-io/n8n#7146)", async () => {
	new client.Counter({ name: 'n8n_workflow_success_total', help: 'Of n8n.', registers: [registry] });
	expose();
	measurements.count('troupe_knowledge_searches_total', { collection: 'measured-in-n8n', outcome: 'nothing' });
	const text = await registry.metrics();
	expect(text).toContain('n8n_workflow_success_total 0\n');
	expect(text).toContain('troupe_knowledge_searches_total{collection="measured-in-n8n",outcome="nothing"} 1\n');
	const names = [...text.matchAll(/^# TYPE (troupe_\S+)/gm)].map(([, name]) => name);
	expect(names.sort()).toEqual(
		listMetrics('n8n')
			.map(({ name }) => name)
			.sort(),
	);
});

it('adds each once, again where n8n emptied its registry (prometheus/client_js#334)', async () => {
	expose();
	expose();
	registry.clear();
	expose();
	expect((await registry.metrics()).match(/^# TYPE troupe_agent_runs_total counter$/gm)).toHaveLength(1);
});

it('adds nothing while n8n has no metrics', async () => {
	delete process.env.N8N_METRICS;
	expose();
	expect(await registry.metrics()).toBe('\n');
});

promtoolTest("writes them as Prometheus reads n8n's", async () => {
	expose();
	measurements.observe('troupe_agent_run_duration_seconds', { agent: 'measured-in-n8n' }, 2);
	expect(promtool(['check', 'metrics'], await registry.metrics())).toEqual({ code: 0, said: '' });
});
