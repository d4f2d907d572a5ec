import { readOwnAddress } from './own-address';

afterEach(() => void delete process.env.TROUPE_PUBLIC_URL);

const read = (host: string) => readOwnAddress({ protocol: 'http', host });

it('is the public address under its name, as callers know it', () => {
	expect(read('troupe.example.com')).toBe('http://troupe.example.com');
	process.env.TROUPE_PUBLIC_URL = 'https://troupe.example.com/agents/';
	expect(read('Troupe.example.com')).toBe('https://troupe.example.com/agents');
	expect(read('10.0.0.7:8600')).toBe('http://10.0.0.7:8600');
});
