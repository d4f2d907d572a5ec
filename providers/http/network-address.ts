import ipaddr from 'ipaddr.js';

/** Where clouds tell a machine its own credentials, besides link-local addresses: nobody's tool is there, also where private networks may be called. */
const METADATA = new Set([
	'100.100.100.200',
	'168.63.129.16',
	'192.0.0.192',
	'fd00:ec2::254',
	'fd00:ec2::23',
	'fd00:c1::a9fe:a9fe',
	'fd00:42::42',
	'fd20:ce::254',
]);
/** RFC 6052, 2.1: the IPv4 address stands in the last 32 bits. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
/** RFC 4291, 2.4: what has been given out; all else only looks public. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an address may be called: a public one, or with `privateNetworks` any but those of clouds' metadata. */
export function mayBeCalled(address: string, privateNetworks: boolean): boolean {
	if (!ipaddr.isValid(address)) return false;
	const parsed = innermost(ipaddr.parse(address.replace(/%.*$/, '')));
	if (METADATA.has(parsed.toString()) || parsed.range() === 'linkLocal') return false;
	return privateNetworks || isPublic(parsed);
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
	return address.range() === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(GLOBAL));
}

/** The IPv4 address that an IPv6 one leads to. */
function innermost(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
	if (address instanceof ipaddr.IPv4) return address;
	if (address.isIPv4MappedAddress()) return address.toIPv4Address();
	return address.match(NAT64) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}
