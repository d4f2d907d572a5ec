import { BlockList, isIP } from 'node:net';
import { TroupeError } from '../../../core/base/errors';

/** @param networks as CIDR; none: every address is allowed */
export function isAllowedAddress(networks: readonly string[], ip: string): boolean {
	if (networks.length === 0) return true;
	const list = new BlockList();
	for (const network of networks) {
		const [address = '', prefix] = network.split('/');
		const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
		list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
	}
	const plain = ip.startsWith('::ffff:') ? ip.slice('::ffff:'.length) : ip;
	return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/** @throws TroupeError INPUT_INVALID */
export function checkNetwork(network: string): void {
	const [address = '', prefix = '0', ...others] = network.split('/');
	const family = isIP(address);
	if (family > 0 && others.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(network.slice(0, 60))} is not a network, such as 203.0.113.7 or 203.0.113.0/24.`,
		fix: 'Write an address or CIDR.',
	});
}
