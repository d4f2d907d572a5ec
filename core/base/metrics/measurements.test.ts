import { Measurements } from './measurements';
import { toPrometheus } from './prometheus';
import { measuredMetrics } from './list/measured-metrics';

const samplesOf = (measurements: Measurements, name: string) => measurements.read('serve').find((metric) => metric.name === name)!.samples;

it('tells the first values of a label apart and counts all others as one (agentic-community/mcp-gateway-registry#1534)', () => {
	const measurements = new Measurements();
	const { max } = measuredMetrics.troupe_crm_requests_total.labels.crm;
	// No value is that long, and those that are take no place of others.
	for (let number = 0; number < max; number++)
		measurements.count('troupe_crm_requests_total', { crm: `${number}`.padEnd(201), outcome: 'ok' });
	for (let number = 0; number < max + 50; number++)
		measurements.count('troupe_crm_requests_total', { crm: `crm-${number}`, outcome: 'ok' });
	measurements.count('troupe_crm_requests_total', { crm: 'crm-0', outcome: 'ok' });
	const samples = samplesOf(measurements, 'troupe_crm_requests_total');
	expect(samples).toHaveLength(max + 1);
	expect(samples).toContainEqual({ labels: { crm: 'other', outcome: 'ok' }, value: 50 + max });
	expect(samples).toContainEqual({ labels: { crm: 'crm-0', outcome: 'ok' }, value: 2 });
});

it('has counters of known labels from the start, so that the first increase is seen (prometheus/client_js#63)', () => {
	const measurements = new Measurements();
	expect(samplesOf(measurements, 'troupe_agent_runs_suspended_total')).toEqual([{ labels: {}, value: 0 }]);
	expect(samplesOf(measurements, 'troupe_agent_runs_total')).toEqual([]);
	measurements.count('troupe_agent_runs_suspended_total', {});
	expect(samplesOf(measurements, 'troupe_agent_runs_suspended_total')).toEqual([{ labels: {}, value: 1 }]);
});

it('sees the difference between five and ten minutes of a model (BerriAI/litellm#25071)', () => {
	const measurements = new Measurements();
	for (const seconds of [299, 540, 900]) measurements.observe('troupe_model_call_duration_seconds', { model: 'm', kind: 'chat' }, seconds);
	const { values } = toPrometheus(measurements.read('n8n').find(({ name }) => name === 'troupe_model_call_duration_seconds')!);
	const upTo = (le: number | string) => values.find(({ labels }) => labels.le === le)!.value;
	expect([upTo(300), upTo(600), upTo('+Inf')]).toEqual([1, 2, 3]);
});
