import type { ITriggerFunctions } from 'n8n-workflow';
import type { DatabaseContext } from '../../shared/state/read-database';

/** What the trigger, its webhooks and its hooks have in common. */
export type TriggerContext = DatabaseContext & Pick<ITriggerFunctions, 'getNodeParameter' | 'getWorkflow'>;
