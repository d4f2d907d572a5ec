import Ajv from 'ajv';
import { agentSchema } from '../agents/definition/agent-definition';
import { evaluationSchema } from '../evaluation/cases/evaluation-set';
import { policySchema } from '../guardrails/policy/guardrail-policy';
import { modelTaskSchema } from '../llm/model-task';
import { limitsSchema } from '../usage/parse-limits';

// When a value is checked, the schema itself is not.
test.each([
	['agents', agentSchema],
	['policies', policySchema],
	['model tasks', modelTaskSchema],
	['limits', limitsSchema],
	['evaluation sets', evaluationSchema],
])('the schema of %s is one', (_of, schema) => expect(new Ajv({ strict: true }).validateSchema(schema)).toBe(true));
