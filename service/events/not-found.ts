import { TroupeError } from '../../core/base/errors';

export const subscriptionNotFound = (id: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no subscription "${id.slice(0, 60)}".`,
		fix: 'See `troupe events list`.',
	});

export const deliveryNotFound = (id: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no delivery "${id.slice(0, 60)}".`,
		fix: 'See `troupe deliveries list`.',
	});
