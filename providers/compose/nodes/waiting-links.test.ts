import { createHmac } from 'node:crypto';
import { createLink, isOwnLink, readPublicUrl } from './waiting-links';

const environment = { TROUPE_PUBLIC_URL: 'https://example.com/troupe/' };
const sign = (text: string) => createHmac('sha256', 'key of the host').update(text).digest('hex');

/** Signs as n8n does: path and query, in hexadecimal. */
function ask(query: string, link = createLink(environment, sign)) {
	const path = `/waiting/7/${link.id}?${query}`;
	const signature = createHmac('sha256', link.key).update(`/troupe${path}`).digest('hex');
	return { id: link.id, url: `${path}&signature=${signature}` };
}

it('accepts a link as it was given to the node, which the proxy shortens', () => {
	expect(createLink(environment, sign).url).toBe('https://example.com/troupe/waiting');
	expect(isOwnLink(environment, ask('approved=true'), sign)).toBe(true);
});

it.each([
	['another answer', (url: string) => url.replace('approved=true', 'approved=false')],
	['another execution', (url: string) => url.replace('/7/', '/8/')],
	['a parameter more', (url: string) => `${url}&approved=false`],
	['no signature', (url: string) => url.replace(/&signature.*/, '')],
	['a signature that is too short', (url: string) => url.slice(0, -2)],
	['a signature in other characters', (url: string) => url.replace(/signature=.*/, `signature=${'z'.repeat(64)}`)],
])('refuses %s', (_what, change) => {
	const { id, url } = ask('approved=true');
	expect(isOwnLink(environment, { id, url: change(url) }, sign)).toBe(false);
});

it('refuses the signature of another link, another host and an id of another form', () => {
	const [one, other] = [ask('approved=true'), ask('approved=true')];
	expect(one.id).not.toBe(other.id);
	expect(isOwnLink(environment, { id: one.id, url: one.url.replace(/signature=.*/, other.url.split('&').at(-1)!) }, sign)).toBe(false);
	expect(isOwnLink(environment, one, (text) => sign(`${text} of another host`))).toBe(false);
	expect(isOwnLink(environment, { ...one, id: '../../etc/passwd' }, sign)).toBe(false);
});

it.each([
	['https://troupe.example.com', 'https://troupe.example.com'],
	['https://example.com/troupe/', 'https://example.com/troupe'],
	['http://localhost:8600', 'http://localhost:8600'],
])('reads the public address %s', (text, url) => {
	expect(readPublicUrl({ TROUPE_PUBLIC_URL: text })).toBe(url);
});

it.each([
	'http://troupe.example.com',
	'troupe.example.com',
	'https://user:secret@example.com',
	'https://example.com/?a=b',
	'ftp://localhost',
])('refuses the public address %s, without repeating it', (text) => {
	expect(() => readPublicUrl({ TROUPE_PUBLIC_URL: text })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
	expect(() => readPublicUrl({ TROUPE_PUBLIC_URL: text })).not.toThrow(/secret/);
});
