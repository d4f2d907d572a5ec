import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { getErrorMessage } from '../../../core/base/errors';
import type { PublishedAgents } from '../../../core/ports/manifests';
import { defaultTrust } from '../../../manifests/gate/default-gate';
import { warnLog } from '../../shared/warn-log';

/** Undefined for invalid settings, which every run reports more clearly than a list. */
export function findPublishedAgents({ logger }: Pick<ILoadOptionsFunctions, 'logger'>): PublishedAgents | undefined {
	try {
		return defaultTrust().published;
	} catch (error) {
		void warnLog(logger, `Cannot list the registry's agents: ${getErrorMessage(error)}`);
		return undefined;
	}
}
