import type { ITriggerFunctions } from 'n8n-workflow';
import type { DatabaseContext } from '../../shared/state/read-database';

/** Common part of the contexts of the trigger, its webhooks and its hooks. */
export type TriggerContext = DatabaseContext & Pick<ITriggerFunctions, 'getNodeParameter' | 'getTimezone' | 'getWorkflow'>;
