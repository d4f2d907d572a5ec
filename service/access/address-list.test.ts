import { AddressList, readAddressList } from './address-list';

test('knows addresses and networks of both versions, and IPv4 addresses in the form of IPv6', () => {
	const list = new AddressList(['10.1.0.0/16', '192.0.2.7', '2001:db8::/32'], 'The list');
	for (const address of ['10.1.0.0', '10.1.255.255', '192.0.2.7', '2001:db8::1', '::ffff:10.1.2.3', '::FFFF:192.0.2.7'])
		expect([address, list.has(address)]).toEqual([address, true]);
	for (const address of ['10.2.0.0', '192.0.2.8', '2001:db9::1', '::1', '::ffff:10.2.0.1', '', 'localhost', '10.1.0.0/16'])
		expect([address, list.has(address)]).toEqual([address, false]);
	expect(new AddressList(['0.0.0.0/0'], 'The list').has('203.0.113.9')).toBe(true);
	expect(new AddressList([], 'The list').has('127.0.0.1')).toBe(false);
});

test.each(['10.0.0.0/33', '10.0.0/8', '::1/129', 'example.com', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/+8', 'fe80::1%eth0x/z'])(
	'refuses %j, and says where it is',
	(entry) => {
		expect(() => new AddressList(['127.0.0.1', entry], '--allow-from')).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringMatching(/^--allow-from contains/) as string }),
		);
	},
);

test('reads commas and spaces; an empty list is an error, because it could mean nobody or everybody', () => {
	expect(readAddressList(undefined, 'x')).toBeUndefined();
	expect(readAddressList(' 10.0.0.0/8, ::1 ', 'x')?.entries).toEqual(['10.0.0.0/8', '::1']);
	expect(() => readAddressList(' , ', 'x')).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});
