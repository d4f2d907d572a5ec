import { TroupeError } from '../../../core/base/errors';
import { closed } from '../../../core/base/shape';
import { text } from '../../../manifests/registry/api/fields';

export const tag = 'conversations';
export const ofConversation = closed({ conversation: text(100) });

export const noConversation = (id: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `The tenant has no conversation ${JSON.stringify(id.slice(0, 60))}.`,
		fix: 'Use an id of GET /api/v1/conversations or `troupe conversation list`.',
	});
