import { isTroupeError } from '../../../core/base/errors';
import type { ChannelHealth } from '../../../core/ports/channels/channel';

/** Asks whether the account works. @param ask throws CHANNEL_REFUSED or CHANNEL_UNREACHABLE, as `askProvider` does */
export async function checkHealth(ask: () => Promise<ChannelHealth>): Promise<ChannelHealth> {
	try {
		return await ask();
	} catch (cause) {
		if (!isTroupeError(cause)) throw cause;
		const status = cause.details?.['status'];
		const state = status === 401 || status === 403 ? 'unauthorized' : status === undefined ? 'unreachable' : 'disconnected';
		return { state, detail: cause.message };
	}
}
