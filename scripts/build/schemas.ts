/** What editors check people's files with: `gulp build` writes each to `dist/schemas/`. */
import { agentSchema } from '../../core/agents/definition/agent-definition';
import { policySchema } from '../../core/guardrails/policy/guardrail-policy';
import reportSchema from '../../sandbox/report/sandbox-report.schema.json';

export const schemas = { 'agent-definition': agentSchema, 'guardrail-policy': policySchema, 'sandbox-report': reportSchema };
