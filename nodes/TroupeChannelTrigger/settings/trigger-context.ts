import type { ITriggerFunctions } from 'n8n-workflow';
import type { DatabaseContext } from '../../shared/state/read-database';

export type TriggerContext = DatabaseContext & Pick<ITriggerFunctions, 'getNodeParameter' | 'getTimezone' | 'getWorkflow'>;
