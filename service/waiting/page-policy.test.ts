import { pagePolicy } from './page-policy';

it('runs the scripts that are marked, and only those', () => {
	expect(pagePolicy('abc_-1')).toMatch(/^sandbox .*default-src 'none';.*script-src 'nonce-abc_-1'; connect-src 'self'$/);
	expect(pagePolicy('abc')).not.toMatch(/script-src[^;]*unsafe/);
});

it.each([undefined, '', "x'; script-src *", 'a b', 'x\nset-cookie: a=b'])('runs no script with the mark %j', (nonce) => {
	expect(pagePolicy(nonce)).not.toContain('script-src');
	expect(pagePolicy(nonce)).not.toContain('\n');
});
