import { validateZeebe } from '@bpmn-io/element-templates-validator';
import agentSchema from '../../core/agents/agent-definition.schema.json';
import { toJobOutcome } from '../../engine-adapter/to-job-outcome';
import { jobTypes } from '../../engine-adapter/workers/job-types';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { elementTemplates } from '.';

const properties = elementTemplates.flatMap(({ template }) => template.properties);
const bound = (type: string) => properties.filter(({ binding }) => binding.type === type);

test.each(elementTemplates)('$fileName is an element template', ({ template }) => {
	expect(validateZeebe(template)).toMatchObject({ valid: true, errors: null });
});

test('there is one for each job type', () => {
	const types = bound('zeebe:taskDefinition').filter(({ binding }) => binding.property === 'type');
	expect(types.map(({ value }) => value)).toEqual([...jobTypes]);
});

test('the outputs of an agent are what its job returns', () => {
	const outcome = {
		kind: 'reply',
		reply: '',
		citations: [],
		usage: {},
		guardrails: [],
		manifest: {},
		agent: {},
	} as unknown as AgentOutcome;
	const { variables } = toJobOutcome(outcome) as { variables: object };
	expect(bound('zeebe:output').map(({ binding }) => binding.source)).toEqual(Object.keys(variables).map((name) => `=${name}`));
});

test('the form takes the ids that agents may have', () => {
	const pattern = properties.find(({ id }) => id === 'agent')?.constraints?.pattern?.value;
	expect(pattern).toBe(agentSchema.properties.id.pattern);
});
