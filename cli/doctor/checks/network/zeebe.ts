import { connect } from 'node:net';
import { readSetting } from '../../../../core/base/settings/settings';
import { parseAddress } from '../../../../engine-adapter/zeebe/connect-options';
import { fail, ok, skipped, type Check } from '../../check';

export const zeebeCheck: Check = {
	id: 'zeebe',
	looksAt: 'whether the Zeebe gateway of ZEEBE_ADDRESS accepts connections',
	async look({ environment }, signal) {
		const address = readSetting('ZEEBE_ADDRESS', environment);
		if (address === undefined) return [skipped('ZEEBE_ADDRESS is not set.')];
		const { hostname, port } = new URL(/^https?:/i.test(address) ? address : parseAddress(address));
		const fault = await tryConnection(hostname.replace(/^\[|\]$/g, ''), Number(port), signal);
		if (fault === undefined) return [ok(`${hostname}:${port} accepts connections.`)];
		return [
			fail(
				`The Zeebe gateway ${hostname}:${port} cannot be reached (${fault}).`,
				'Start the gateway, or correct ZEEBE_ADDRESS and the firewall.',
			),
		];
	},
};

/** Returns why no connection was made; undefined when there was one. */
function tryConnection(host: string, port: number, signal: AbortSignal): Promise<string | undefined> {
	return new Promise((resolve) => {
		const socket = connect({ host, port, signal });
		const end = (fault?: string) => {
			socket.destroy();
			resolve(fault);
		};
		socket.once('connect', () => end()).once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
	});
}
