import { TroupeError } from '../../../core/base/errors';
import { openChannels, type OpenChannels } from '../../../providers/compose/channels/open-channels';
import type { Job } from '../../engine/jobs';
import { invalidJob } from '../job-input';
import type { WorkerHost } from '../task-worker';

/** Opens the channels of a worker. @throws TroupeError NOT_SUPPORTED without a folder for them */
export function openChannelsOf({ stateFolder, ...host }: WorkerHost): Promise<OpenChannels> {
	if (stateFolder === undefined) throw stateless();
	return openChannels({ ...host, stateFolder });
}

export const unknownConversation = (job: Job, conversation: string): TroupeError =>
	invalidJob(
		job,
		`names the conversation "${conversation.slice(0, 60)}", which the tenant does not have`,
		'Use the variable "conversation" of the message that the channel published.',
	);

const stateless = () =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: 'This worker has no folder for its state, so that it has no channels.',
		fix: 'Set TROUPE_HOME, or serve the job type with `troupe serve`.',
	});
