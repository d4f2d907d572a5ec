import { getErrorMessage } from '../../core/base/errors';
import type { Host } from '../../providers/compose/hosts/host';
import { recordModels } from '../../providers/compose/models/record-models';
import type { Log } from './log';

export async function logModels(log: Log, host: Host, program: string): Promise<void> {
	try {
		const { models, isNew } = await recordModels(host, program);
		log('info', isNew ? 'models of the settings, recorded' : 'models of the settings', { models });
	} catch (error) {
		log('warn', 'the models of the settings are not recorded', { error: getErrorMessage(error) });
	}
}
