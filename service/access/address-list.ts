import { BlockList, isIP } from 'node:net';
import { TroupeError } from '../../core/base/errors';

const maxEntries = 100;
/** IPv4 addresses in the form that a socket for both versions shows. */
const mapped = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

export class AddressList {
	readonly #list = new BlockList();

	/** @param what names the list in errors @throws TroupeError INPUT_INVALID */
	constructor(
		readonly entries: readonly string[],
		what: string,
	) {
		if (entries.length > maxEntries) throw invalid(`${what} has ${entries.length} entries; the max is ${maxEntries}.`);
		for (const entry of entries) {
			const network = parseNetwork(entry);
			if (!network) throw invalid(`${what} contains ${JSON.stringify(entry.slice(0, 80))}, which is not an address or a network.`);
			this.#list.addSubnet(network.address, network.bits, network.version);
		}
	}

	/** True if one entry covers the whole network. */
	covers(entry: string): boolean {
		const network = parseNetwork(entry);
		if (!network) return false;
		return this.entries.some((own) => {
			const { bits, version } = parseNetwork(own)!;
			return version === network.version && bits <= network.bits && new AddressList([own], 'The list').has(network.address);
		});
	}

	has(address: string): boolean {
		const plain = address.replace(mapped, '');
		const version = isIP(plain);
		return version !== 0 && this.#list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
	}
}

function parseNetwork(entry: string) {
	const [address = '', prefix, ...rest] = entry.split('/');
	const version = isIP(address);
	const longest = version === 4 ? 32 : 128;
	const bits = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
	if (version === 0 || rest.length > 0 || !(bits <= longest)) return undefined;
	return { address, bits, version: version === 4 ? ('ipv4' as const) : ('ipv6' as const) };
}

/** Entries are separated by commas or spaces. Undefined for undefined text. @throws TroupeError INPUT_INVALID */
export function readAddressList(text: string | undefined, what: string): AddressList | undefined {
	if (text === undefined) return undefined;
	const entries = text.split(/[\s,]+/).filter(Boolean);
	if (entries.length === 0) throw invalid(`${what} is empty.`);
	return new AddressList(entries, what);
}

const invalid = (message: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message,
		fix: 'Write addresses or networks with commas between them: 10.0.0.0/8, 2001:db8::1.',
	});
