import { readOwnAddress } from './own-address';

afterEach(() => void delete process.env.TROUPE_PUBLIC_URL);

const read = (host: string, localAddress = '::ffff:10.0.0.7') =>
	readOwnAddress({ protocol: 'http', host, hostname: host.replace(/:\d+$/, ''), socket: { localAddress } as never });

test('is the name that was called, without a public address', () => {
	expect(read('troupe.example.com')).toBe('http://troupe.example.com');
});

test.each([
	['its own name', 'Troupe.example.com', 'https://troupe.example.com/agents'],
	['an address that is not its own', '203.0.113.9', 'https://troupe.example.com/agents'],
	['a name without a dot', 'evil:8600', 'https://troupe.example.com/agents'],
	['the address of the connection', '10.0.0.7:8600', 'http://10.0.0.7:8600'],
	['this machine', 'localhost:8600', 'http://localhost:8600'],
])('with a public address, %s as Host gives an address that leads here', (_, host, address) => {
	process.env.TROUPE_PUBLIC_URL = 'https://troupe.example.com/agents/';
	expect(read(host)).toBe(address);
});

test('knows the address of a connection over IPv6', () => {
	process.env.TROUPE_PUBLIC_URL = 'https://troupe.example.com';
	expect(read('[2001:db8::7]:8600', '2001:db8::7')).toBe('http://[2001:db8::7]:8600');
});
