import ipaddr from 'ipaddr.js';

/** Cloud metadata besides link-local: returns machine credentials, so refused even with private networks. */
const metadata = new Set([
	'100.100.100.200',
	'168.63.129.16',
	'192.0.0.192',
	'fd00:ec2::254',
	'fd00:ec2::23',
	'fd00:c1::a9fe:a9fe',
	'fd00:42::42',
	'fd20:ce::254',
]);
/** RFC 6052, 2.1: the last 32 bits are the IPv4 address. */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
/** RFC 4291, 2.4: the assigned public range; other addresses only look public. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public addresses; with `privateNetworks` all but cloud metadata. */
export function mayBeCalled(address: string, privateNetworks: boolean): boolean {
	if (!ipaddr.isValid(address)) return false;
	const parsed = innermost(ipaddr.parse(address.replace(/%.*$/, '')));
	if (metadata.has(parsed.toString()) || parsed.range() === 'linkLocal') return false;
	return privateNetworks || isPublic(parsed);
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
	return address.range() === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(globalUnicast));
}

function innermost(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
	if (address instanceof ipaddr.IPv4) return address;
	if (address.isIPv4MappedAddress()) return address.toIPv4Address();
	return address.match(nat64) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}
