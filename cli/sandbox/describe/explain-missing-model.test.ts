import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { explainMissingModel } from './explain-missing-model';

const outcome = (model: string, more: object = {}) => ({ usage: { model }, ...more }) as Pick<AgentOutcome, 'usage' | 'degraded'>;

it('says that the recording or this machine has no model', () => {
	expect(explainMissingModel(outcome('troupe:extractive'), 'support.recordings.json')[0]).toContain(
		'support.recordings.json was recorded without one',
	);
	expect(explainMissingModel(outcome('troupe:extractive'), undefined).join(' ')).toMatch(/no.* has a key here.*--stand-in openai/i);
});

it('says nothing where a model answered, or its failure is said', () => {
	expect(explainMissingModel(outcome('openai:gpt-4.1-mini'), undefined)).toEqual([]);
	expect(
		explainMissingModel(outcome('troupe:extractive', { degraded: { code: 'MODEL_UNAVAILABLE', message: 'Away' } }), undefined),
	).toEqual([]);
});
