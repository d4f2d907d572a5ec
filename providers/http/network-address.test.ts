import { mayBeCalled } from './network-address';

test.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])('%s is public', (address) =>
	expect(mayBeCalled(address, false)).toBe(true),
);

test.each([
	'127.0.0.1',
	'127.255.255.254',
	'0.0.0.0',
	'10.0.0.1',
	'172.16.0.1',
	'192.168.1.1',
	'169.254.1.1',
	'100.64.0.1',
	'192.0.0.8',
	'192.0.2.1',
	'198.18.0.1',
	'203.0.113.1',
	'224.0.0.1',
	'240.0.0.1',
	'255.255.255.255',
	'::',
	'::1',
	'::ffff:127.0.0.1',
	'::ffff:0:127.0.0.1',
	'::127.0.0.1',
	'::7f00:1',
	'64:ff9b::7f00:1',
	'64:ff9b::a00:1',
	'64:ff9b:1::808:808',
	'2002:7f00:1::',
	'2001:0:1::1',
	'2001:db8::1',
	'fc00::1',
	'fd12:3456::1',
	'fe80::1',
	'fe80::1%eth0',
	'fec0::1',
	'ff02::1',
	'100::1',
	'4000::1',
	'localhost',
	'',
])('%s is not', (address) => expect(mayBeCalled(address, false)).toBe(false));

test.each(['127.0.0.1', '10.0.0.1', '::1', 'fd12:3456::1', '8.8.8.8'])('%s may be called where private networks may', (address) =>
	expect(mayBeCalled(address, true)).toBe(true),
);

test.each([
	'169.254.169.254',
	'::ffff:169.254.169.254',
	'64:ff9b::a9fe:a9fe',
	'fd00:ec2::254',
	'100.100.100.200',
	'168.63.129.16',
	'169.254.42.42',
	'fe80::a9fe:a9fe',
	'fd20:ce::254',
])('%s, where clouds keep credentials, may never be called', (address) =>
	expect([mayBeCalled(address, true), mayBeCalled(address, false)]).toEqual([false, false]),
);
